-- CreateTable
CREATE TABLE "signals" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "observed_at" TIMESTAMPTZ(6) NOT NULL,
    "raised_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heard_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cleared_at" TIMESTAMPTZ(6),
    "cleared_by" UUID,
    "cleared_reason" TEXT,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "signals_state_heard_at_idx" ON "signals"("state", "heard_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "signals_person_id_source_reference_key" ON "signals"("person_id", "source", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_secret_hash_key" ON "api_tokens"("secret_hash");

-- CreateIndex
CREATE INDEX "api_tokens_person_id_idx" ON "api_tokens"("person_id");

-- AddForeignKey
ALTER TABLE "signals" ADD CONSTRAINT "signals_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Prisma has no words for checks.
ALTER TABLE "signals" ADD CONSTRAINT "signals_kind_known" CHECK ("kind" IN ('leaked_key', 'unauthorised_access', 'one_person', 'error_burst'));
ALTER TABLE "signals" ADD CONSTRAINT "signals_state_known" CHECK ("state" IN ('raised', 'cleared'));
ALTER TABLE "signals" ADD CONSTRAINT "signals_bounded" CHECK (length("source") <= 40 AND length("reference") <= 120 AND length("subject") <= 120 AND length("note") <= 1000);
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_scope_known" CHECK ("scope" IN ('read', 'operate', 'signal'));
