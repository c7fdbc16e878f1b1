-- CreateTable
CREATE TABLE "task_follows" (
    "request_id" UUID NOT NULL,
    "app_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "task" TEXT NOT NULL,
    "given" TEXT[],
    "command" TEXT NOT NULL,
    "known_jobs" TEXT[],
    "job_id" TEXT,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "task_follows_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE INDEX "task_follows_started_at_idx" ON "task_follows"("started_at" DESC);

-- CreateIndex
CREATE INDEX "task_follows_final_at_idx" ON "task_follows"("final_at");

-- What is not at its end is not started a second time, whoever asks.
CREATE UNIQUE INDEX "task_follows_open_key" ON "task_follows"("service_id", "command") WHERE "final_at" IS NULL;
