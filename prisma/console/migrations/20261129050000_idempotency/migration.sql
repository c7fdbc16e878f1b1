-- AlterTable
ALTER TABLE "action_requests" ADD COLUMN     "idempotency_body" CHAR(64),
ADD COLUMN     "idempotency_key" CHAR(64);

-- CreateIndex
CREATE UNIQUE INDEX "action_requests_session_id_idempotency_key_key" ON "action_requests"("session_id", "idempotency_key");
