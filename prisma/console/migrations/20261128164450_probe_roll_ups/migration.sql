-- CreateTable
CREATE TABLE "probe_minutes" (
    "probe" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "ok" INTEGER NOT NULL,
    "degraded" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "latency_ms" DOUBLE PRECISION,
    "means" JSONB NOT NULL,

    CONSTRAINT "probe_minutes_pkey" PRIMARY KEY ("probe","at")
);

-- CreateTable
CREATE TABLE "probe_hours" (
    "probe" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "ok" INTEGER NOT NULL,
    "degraded" INTEGER NOT NULL,
    "down" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "latency_ms" DOUBLE PRECISION,
    "means" JSONB NOT NULL,

    CONSTRAINT "probe_hours_pkey" PRIMARY KEY ("probe","at")
);

-- CreateTable
CREATE TABLE "probe_roll_ups" (
    "span" TEXT NOT NULL,
    "done_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "probe_roll_ups_pkey" PRIMARY KEY ("span")
);

-- CreateTable
CREATE TABLE "triage_overrides" (
    "id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "cleared_at" TIMESTAMPTZ(6),
    "cleared_by_id" UUID,

    CONSTRAINT "triage_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "probe_minutes_at_idx" ON "probe_minutes"("at");

-- CreateIndex
CREATE INDEX "probe_hours_at_idx" ON "probe_hours"("at");

-- CreateIndex
CREATE INDEX "triage_overrides_started_at_idx" ON "triage_overrides"("started_at" DESC);

-- At most one holds: the index that the schema can't say.
CREATE UNIQUE INDEX "triage_overrides_open_key" ON "triage_overrides"((true)) WHERE "cleared_at" IS NULL;
