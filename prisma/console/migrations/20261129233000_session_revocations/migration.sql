-- CreateTable
CREATE TABLE "session_revocations" (
    "request_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "user_id" TEXT,
    "except_users" TEXT[],
    "begun_before" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "pass" INTEGER NOT NULL DEFAULT 1,
    "cursor_id" TEXT,
    "cursor_created_at" TIMESTAMPTZ(3),
    "users_total" INTEGER NOT NULL,
    "users_seen" INTEGER NOT NULL DEFAULT 0,
    "pass_seen" INTEGER NOT NULL DEFAULT 0,
    "pass_found" INTEGER NOT NULL DEFAULT 0,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "put_off" INTEGER NOT NULL DEFAULT 0,
    "calls_per_second" INTEGER NOT NULL,
    "left" INTEGER,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(6),
    "trouble" TEXT,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "session_revocations_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "revoked_sessions" (
    "request_id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "asked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(6),

    CONSTRAINT "revoked_sessions_pkey" PRIMARY KEY ("request_id","session_id")
);

-- CreateIndex
CREATE INDEX "session_revocations_started_at_idx" ON "session_revocations"("started_at" DESC);

-- CreateIndex
CREATE INDEX "revoked_sessions_request_id_state_idx" ON "revoked_sessions"("request_id", "state");

-- AddForeignKey
ALTER TABLE "revoked_sessions" ADD CONSTRAINT "revoked_sessions_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "session_revocations"("request_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE session_revocations ADD CONSTRAINT session_revocations_scope CHECK (
  (scope = 'person' AND user_id IS NOT NULL) OR (scope = 'everyone' AND user_id IS NULL));
ALTER TABLE session_revocations ADD CONSTRAINT session_revocations_state CHECK (state IN ('running', 'paused', 'canceling', 'canceled', 'finished'));
ALTER TABLE session_revocations ADD CONSTRAINT session_revocations_phase CHECK (phase IN ('canary', 'sweep', 'rescan'));
ALTER TABLE revoked_sessions ADD CONSTRAINT revoked_sessions_state CHECK (state IN ('asked', 'revoked', 'gone', 'failed'));

-- Everybody's sessions are revoked by one job at a time, and one person's, too, whoever asks.
CREATE UNIQUE INDEX "session_revocations_everyone_key" ON "session_revocations"("scope") WHERE "scope" = 'everyone' AND "final_at" IS NULL;
CREATE UNIQUE INDEX "session_revocations_person_key" ON "session_revocations"("user_id") WHERE "scope" = 'person' AND "final_at" IS NULL;
