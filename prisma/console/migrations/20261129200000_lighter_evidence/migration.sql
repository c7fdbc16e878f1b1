-- A row's version and the time of its death are frozen with its set, and nothing is touched that is not as it was frozen: once is enough.
ALTER TABLE "replay_chunks" DROP COLUMN "versions", DROP COLUMN "dlq_ats";
-- Compressing what a chunk keeps takes as long as writing it down.
ALTER TABLE "replay_chunks" ALTER COLUMN "ids" SET STORAGE EXTERNAL, ALTER COLUMN "attempts" SET STORAGE EXTERNAL,
  ALTER COLUMN "last_statuses" SET STORAGE EXTERNAL, ALTER COLUMN "last_errors" SET STORAGE EXTERNAL;
