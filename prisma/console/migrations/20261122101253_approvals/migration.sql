-- AlterTable
ALTER TABLE "action_requests" ADD COLUMN     "approvals_from" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "offered_by" UUID,
ADD COLUMN     "second_person" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "shown_text" TEXT NOT NULL DEFAULT 'null',
ADD COLUMN     "supersedes" UUID;

-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "clerk_user_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "digest" CHAR(64) NOT NULL,
    "reason" TEXT NOT NULL,
    "proof_id" UUID NOT NULL,
    "seen_text" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approvals_request_id_idx" ON "approvals"("request_id");

-- AddForeignKey
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "action_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
