-- CreateTable
CREATE TABLE "replay_sets" (
    "id" UUID NOT NULL,
    "rows" INTEGER NOT NULL,
    "hash" CHAR(64) NOT NULL,
    "frozen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replay_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_rows" (
    "set_id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "relying_party_id" BIGINT NOT NULL,
    "row_version" TEXT NOT NULL,
    "dlq_at" TIMESTAMP(6) NOT NULL,
    "state" TEXT NOT NULL,
    "chunk_id" UUID,
    "stamp" TEXT,
    "enqueued_at" TIMESTAMPTZ(6),
    "judged_at" TIMESTAMPTZ(6),
    "first_failed" BOOLEAN,
    "attempts" INTEGER,
    "last_status" INTEGER,

    CONSTRAINT "replay_rows_pkey" PRIMARY KEY ("set_id","delivery_id")
);

-- CreateTable
CREATE TABLE "replays" (
    "request_id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "rate" INTEGER NOT NULL,
    "approved_rate" INTEGER NOT NULL,
    "include_superseded" BOOLEAN NOT NULL,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "trouble" TEXT,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "replays_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "replay_lanes" (
    "request_id" UUID NOT NULL,
    "relying_party_id" BIGINT NOT NULL,
    "relying_party_name" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "phase_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_reason" TEXT,
    "cursor_dlq_at" TIMESTAMP(6),
    "cursor_id" BIGINT,
    "sweep" INTEGER NOT NULL DEFAULT 1,
    "chunk_size" INTEGER NOT NULL DEFAULT 1000,
    "last_chunk_at" TIMESTAMPTZ(6),
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "replay_lanes_pkey" PRIMARY KEY ("request_id","relying_party_id")
);

-- CreateTable
CREATE TABLE "replay_chunks" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "relying_party_id" BIGINT NOT NULL,
    "deadline_at" TIMESTAMP(6) NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(6),

    CONSTRAINT "replay_chunks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "replays_set_id_key" ON "replays"("set_id");

-- CreateIndex
CREATE INDEX "replays_started_at_idx" ON "replays"("started_at" DESC);

-- CreateIndex
CREATE INDEX "replay_chunks_request_id_idx" ON "replay_chunks"("request_id");

ALTER TABLE replays ADD CONSTRAINT replays_state CHECK (state IN ('running', 'paused', 'canceling', 'canceled', 'finished'));
ALTER TABLE replay_lanes ADD CONSTRAINT replay_lanes_phase CHECK (phase IN ('canary_one', 'canary_ten', 'ramp', 'held', 'done'));
ALTER TABLE replay_rows ADD CONSTRAINT replay_rows_state CHECK (state IN
  ('remaining', 'claimed', 'queued', 'delivered', 'failed_again', 'skipped_changed', 'skipped_superseded', 'skipped_refused'));

-- One relying party is replayed by one replay at a time, whoever asks.
CREATE UNIQUE INDEX "replay_lanes_open_key" ON "replay_lanes"("relying_party_id") WHERE "final_at" IS NULL;
CREATE INDEX "replays_open_idx" ON "replays"("started_at") WHERE "final_at" IS NULL;
CREATE INDEX "replay_chunks_open_idx" ON "replay_chunks"("request_id") WHERE "settled_at" IS NULL;
-- What a lane takes next, what is on its way, and what its breaker looks at.
CREATE INDEX "replay_rows_remaining_idx" ON "replay_rows"("set_id", "relying_party_id", "dlq_at", "delivery_id") WHERE "state" = 'remaining';
CREATE INDEX "replay_rows_on_way_idx" ON "replay_rows"("set_id", "relying_party_id", "delivery_id") WHERE "state" IN ('queued', 'failed_again');
CREATE INDEX "replay_rows_judged_idx" ON "replay_rows"("set_id", "relying_party_id", "judged_at" DESC) WHERE "judged_at" IS NOT NULL;
CREATE INDEX "replay_rows_chunk_idx" ON "replay_rows"("chunk_id") WHERE "chunk_id" IS NOT NULL;
