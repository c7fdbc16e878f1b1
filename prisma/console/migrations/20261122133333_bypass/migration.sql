-- AlterTable
ALTER TABLE "approvals" ALTER COLUMN "clerk_user_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "bypass_enrolments" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "request_id" UUID,
    "enrolled_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),
    "pin_hash" TEXT,
    "code_salt" TEXT,
    "sheet_at" TIMESTAMPTZ(6),
    "drilled_at" TIMESTAMPTZ(6),
    "drill_until" TIMESTAMPTZ(6),

    CONSTRAINT "bypass_enrolments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bypass_codes" (
    "id" UUID NOT NULL,
    "enrolment_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(6),
    "used_for" UUID,
    "voided_at" TIMESTAMPTZ(6),

    CONSTRAINT "bypass_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bypass_grants" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "enrolment_id" UUID NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "roles" TEXT[],
    "factor" TEXT NOT NULL,
    "opener" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "incident" TEXT,
    "agent_family" TEXT NOT NULL,
    "drill" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "warned_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" UUID,
    "ended_because" TEXT,

    CONSTRAINT "bypass_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bypass_attempts" (
    "id" UUID NOT NULL,
    "person_id" UUID,
    "email_hash" CHAR(64) NOT NULL,
    "address_hash" CHAR(64) NOT NULL,
    "factor" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "attempted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bypass_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "bypass_enrolments_person_id_idx" ON "bypass_enrolments"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "bypass_codes_code_hash_key" ON "bypass_codes"("code_hash");

-- CreateIndex
CREATE INDEX "bypass_codes_enrolment_id_idx" ON "bypass_codes"("enrolment_id");

-- CreateIndex
CREATE INDEX "bypass_grants_person_id_opened_at_idx" ON "bypass_grants"("person_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "bypass_grants_opened_at_idx" ON "bypass_grants"("opened_at" DESC);

-- CreateIndex
CREATE INDEX "bypass_grants_ended_at_idx" ON "bypass_grants"("ended_at");

-- CreateIndex
CREATE INDEX "bypass_attempts_attempted_at_idx" ON "bypass_attempts"("attempted_at");

-- CreateIndex
CREATE INDEX "bypass_attempts_email_hash_address_hash_attempted_at_idx" ON "bypass_attempts"("email_hash", "address_hash", "attempted_at");

-- AddForeignKey
ALTER TABLE "bypass_enrolments" ADD CONSTRAINT "bypass_enrolments_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bypass_codes" ADD CONSTRAINT "bypass_codes_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "bypass_enrolments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bypass_grants" ADD CONSTRAINT "bypass_grants_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bypass_grants" ADD CONSTRAINT "bypass_grants_enrolment_id_fkey" FOREIGN KEY ("enrolment_id") REFERENCES "bypass_enrolments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One open enrolment and one live grant a person. Prisma has no words for partial indexes.
CREATE UNIQUE INDEX "bypass_enrolments_open_key" ON "bypass_enrolments"("person_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "bypass_grants_live_key" ON "bypass_grants"("person_id") WHERE "ended_at" IS NULL;
