-- How many rows of each relying party's part are where, kept as they move: nobody counts a million rows to draw a bar.
ALTER TABLE "replay_lanes"
  ADD COLUMN "remaining" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "queued" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "delivered" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "failed_again" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "skipped_changed" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "skipped_superseded" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "skipped_refused" INTEGER NOT NULL DEFAULT 0;

-- Where the look at what is on its way goes on.
ALTER TABLE "replays" ADD COLUMN "followed" TEXT;

-- What a chunk is about to touch, and what that said before, lies in the chunk's own row: one row is written ahead, however many it holds.
ALTER TABLE "replay_chunks"
  ADD COLUMN "missed" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "stamp" TIMESTAMP(6) NOT NULL DEFAULT 'epoch',
  ADD COLUMN "ids" BIGINT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "versions" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "attempts" INTEGER[] NOT NULL DEFAULT '{}',
  ADD COLUMN "last_statuses" INTEGER[] NOT NULL DEFAULT '{}',
  ADD COLUMN "last_errors" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "dlq_ats" TIMESTAMP(6)[] NOT NULL DEFAULT '{}';
ALTER TABLE "replay_chunks"
  ALTER COLUMN "stamp" DROP DEFAULT, ALTER COLUMN "ids" DROP DEFAULT,
  ALTER COLUMN "versions" DROP DEFAULT, ALTER COLUMN "attempts" DROP DEFAULT,
  ALTER COLUMN "last_statuses" DROP DEFAULT, ALTER COLUMN "last_errors" DROP DEFAULT, ALTER COLUMN "dlq_ats" DROP DEFAULT;

-- What stood open is closed: each of its rows is looked at anew, and one that was put back is found changed, never put back twice.
UPDATE "replay_rows" SET "state" = 'remaining', "stamp" = NULL WHERE "state" = 'claimed';
UPDATE "replay_chunks" SET "settled_at" = now() WHERE "settled_at" IS NULL;

-- Found by a row's stamp.
DROP INDEX "replay_chunks_request_id_idx";
CREATE INDEX "replay_chunks_request_id_stamp_idx" ON "replay_chunks"("request_id", "stamp");

DROP INDEX "replay_rows_chunk_idx", "replay_rows_on_way_idx";
ALTER TABLE "replay_rows" DROP COLUMN "chunk_id";
ALTER TABLE "replay_rows" ALTER COLUMN "stamp" TYPE TIMESTAMP(6) USING "stamp"::timestamp;
-- What is on its way, and who has waited longest.
CREATE INDEX "replay_rows_on_way_idx" ON "replay_rows"("set_id", "state", "relying_party_id", "enqueued_at", "delivery_id")
  WHERE "state" IN ('queued', 'failed_again');

UPDATE "replay_lanes" l
   SET remaining = c.remaining, queued = c.queued, delivered = c.delivered, failed_again = c.failed_again,
       skipped_changed = c.skipped_changed, skipped_superseded = c.skipped_superseded, skipped_refused = c.skipped_refused
  FROM (SELECT p.request_id, r.relying_party_id,
               count(*) FILTER (WHERE r.state = 'remaining') AS remaining, count(*) FILTER (WHERE r.state = 'queued') AS queued,
               count(*) FILTER (WHERE r.state = 'delivered') AS delivered, count(*) FILTER (WHERE r.state = 'failed_again') AS failed_again,
               count(*) FILTER (WHERE r.state = 'skipped_changed') AS skipped_changed,
               count(*) FILTER (WHERE r.state = 'skipped_superseded') AS skipped_superseded,
               count(*) FILTER (WHERE r.state = 'skipped_refused') AS skipped_refused
          FROM replays p JOIN replay_rows r USING (set_id) GROUP BY 1, 2) c
 WHERE l.request_id = c.request_id AND l.relying_party_id = c.relying_party_id;
