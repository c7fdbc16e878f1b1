-- AlterTable
ALTER TABLE "people" ADD COLUMN     "left_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "relying_party_switches" (
    "request_id" UUID NOT NULL,
    "relying_party_id" BIGINT NOT NULL,
    "row_version" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "kept_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relying_party_switches_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "relying_party_switches_stamp_key" ON "relying_party_switches"("stamp");

-- CreateIndex
CREATE INDEX "relying_party_switches_relying_party_id_kept_at_idx" ON "relying_party_switches"("relying_party_id", "kept_at");
