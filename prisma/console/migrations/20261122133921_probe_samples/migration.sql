-- CreateTable
CREATE TABLE "probe_samples" (
    "id" BIGSERIAL NOT NULL,
    "probe" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "latency_ms" INTEGER,
    "detail" TEXT,
    "value" JSONB,
    "sampled_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sampled_by" TEXT NOT NULL,

    CONSTRAINT "probe_samples_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "probe_lanes" (
    "lane" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "turn" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "probe_lanes_pkey" PRIMARY KEY ("lane")
);

-- CreateIndex
CREATE INDEX "probe_samples_probe_sampled_at_idx" ON "probe_samples"("probe", "sampled_at" DESC);

-- CreateIndex
CREATE INDEX "probe_samples_probe_status_sampled_at_idx" ON "probe_samples"("probe", "status", "sampled_at" DESC);

-- CreateIndex
CREATE INDEX "probe_samples_sampled_at_idx" ON "probe_samples"("sampled_at");
