-- CreateTable
CREATE TABLE "delivery_evidence" (
    "id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "request_id" UUID NOT NULL,
    "row_version" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "last_status" INTEGER,
    "last_error" TEXT,
    "dlq_at" TIMESTAMPTZ(6),
    "stamp" TEXT NOT NULL,
    "kept_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_follows" (
    "request_id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "stamp" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "delivery_follows_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "delivery_observations" (
    "id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "request_id" UUID,
    "attempt" INTEGER NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "result" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_observations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_notes" (
    "id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_accounts" (
    "clerk_user_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_accounts_pkey" PRIMARY KEY ("clerk_user_id")
);

-- CreateTable
CREATE TABLE "role_snapshots" (
    "person_id" UUID NOT NULL,
    "roles" TEXT[],
    "seen_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_snapshots_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "role_grants" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "request_id" UUID,
    "granted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "role_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_blocks" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "request_id" UUID,
    "blocked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "role_blocks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "preferences" (
    "person_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "theme" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "preferences_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "record" (
    "seq" BIGINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "kind" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "person_id" UUID,
    "request_id" UUID,
    "entry" TEXT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "record_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "action_requests" (
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "risk" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "input_text" TEXT NOT NULL,
    "target_text" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "requester_id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "incident" TEXT,
    "proof_id" UUID,
    "superseded_by" UUID,
    "outcome_text" TEXT,
    "failure_code" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approve_by" TIMESTAMPTZ(6),
    "execute_by" TIMESTAMPTZ(6) NOT NULL,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "action_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proofs" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "session_id" TEXT NOT NULL,
    "reverification_id" TEXT,
    "second_factor_age_minutes" INTEGER NOT NULL,
    "proved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "proofs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("worker_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_evidence_stamp_key" ON "delivery_evidence"("stamp");

-- CreateIndex
CREATE INDEX "delivery_evidence_delivery_id_kept_at_idx" ON "delivery_evidence"("delivery_id", "kept_at");

-- CreateIndex
CREATE INDEX "delivery_evidence_request_id_idx" ON "delivery_evidence"("request_id");

-- CreateIndex
CREATE INDEX "delivery_follows_delivery_id_idx" ON "delivery_follows"("delivery_id");

-- CreateIndex
CREATE INDEX "delivery_follows_final_at_idx" ON "delivery_follows"("final_at");

-- CreateIndex
CREATE INDEX "delivery_observations_delivery_id_observed_at_idx" ON "delivery_observations"("delivery_id", "observed_at");

-- CreateIndex
CREATE INDEX "delivery_notes_delivery_id_written_at_idx" ON "delivery_notes"("delivery_id", "written_at");

-- CreateIndex
CREATE UNIQUE INDEX "people_email_key" ON "people"("email");

-- CreateIndex
CREATE INDEX "person_accounts_person_id_idx" ON "person_accounts"("person_id");

-- CreateIndex
CREATE INDEX "role_grants_person_id_idx" ON "role_grants"("person_id");

-- CreateIndex
CREATE INDEX "role_blocks_person_id_idx" ON "role_blocks"("person_id");

-- CreateIndex
CREATE INDEX "record_person_id_seq_idx" ON "record"("person_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "record_request_id_idx" ON "record"("request_id");

-- CreateIndex
CREATE INDEX "record_operation_seq_idx" ON "record"("operation", "seq" DESC);

-- CreateIndex
CREATE INDEX "action_requests_requester_id_created_at_idx" ON "action_requests"("requester_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "action_requests_created_at_idx" ON "action_requests"("created_at" DESC);

-- CreateIndex
CREATE INDEX "action_requests_state_idx" ON "action_requests"("state");

-- CreateIndex
CREATE UNIQUE INDEX "proofs_reverification_id_key" ON "proofs"("reverification_id");

-- CreateIndex
CREATE INDEX "proofs_request_id_idx" ON "proofs"("request_id");

-- AddForeignKey
ALTER TABLE "person_accounts" ADD CONSTRAINT "person_accounts_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_snapshots" ADD CONSTRAINT "role_snapshots_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_blocks" ADD CONSTRAINT "role_blocks_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "action_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
