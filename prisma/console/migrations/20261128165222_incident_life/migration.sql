-- AlterTable
ALTER TABLE "incidents" RENAME COLUMN "origin" TO "detected_by";

-- AlterTable
ALTER TABLE "incidents" ADD COLUMN     "began_at" TIMESTAMPTZ(6),
ADD COLUMN     "category" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "measured_category" TEXT,
ADD COLUMN     "measured_severity" TEXT,
ADD COLUMN     "resolved_by" UUID,
ADD COLUMN     "severity" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "suspected_deploy" TEXT;

-- CreateTable
CREATE TABLE "incident_entries" (
    "id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "happened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "person_id" UUID,

    CONSTRAINT "incident_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_entries_incident_id_happened_at_id_idx" ON "incident_entries"("incident_id", "happened_at", "id");

-- AddForeignKey
ALTER TABLE "incident_entries" ADD CONSTRAINT "incident_entries_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
