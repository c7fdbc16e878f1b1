-- AlterTable
ALTER TABLE "proofs" ADD COLUMN     "assertion_text" TEXT,
ADD COLUMN     "challenge" TEXT,
ADD COLUMN     "passkey_id" UUID;

-- CreateTable
CREATE TABLE "passkeys" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "challenge" TEXT NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "aaguid" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "backup_eligible" BOOLEAN NOT NULL,
    "backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_failures" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "proof_failures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_locks" (
    "session_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "locked_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "proof_locks_pkey" PRIMARY KEY ("session_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkeys_challenge_key" ON "passkeys"("challenge");

-- CreateIndex
CREATE INDEX "passkeys_person_id_idx" ON "passkeys"("person_id");

-- CreateIndex
CREATE INDEX "proof_failures_request_id_person_id_idx" ON "proof_failures"("request_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "proofs_challenge_key" ON "proofs"("challenge");

-- AddForeignKey
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_passkey_id_fkey" FOREIGN KEY ("passkey_id") REFERENCES "passkeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
