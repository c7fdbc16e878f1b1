-- CreateTable
CREATE TABLE "reviews" (
    "id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "incident" TEXT,
    "actor_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "what_happened" TEXT NOT NULL DEFAULT '',
    "why" TEXT NOT NULL DEFAULT '',
    "what_to_change" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 0,
    "written_by_id" UUID,
    "written_at" TIMESTAMPTZ(6),
    "filed_by_id" UUID,
    "filed_at" TIMESTAMPTZ(6),
    "escalation" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reviews_filed_at_due_at_idx" ON "reviews"("filed_at", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_subject_kind_subject_id_key" ON "reviews"("subject_kind", "subject_id");

-- Whatever the app does: what is filed answers every question, and nobody files a review of their own act.
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_filed_by_another" CHECK (
    "filed_at" IS NULL
    OR ("filed_by_id" <> "actor_id" AND btrim("what_happened") <> '' AND btrim("why") <> '' AND btrim("what_to_change") <> '')
);
