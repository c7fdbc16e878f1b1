-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "href" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "dedup_key" TEXT NOT NULL,
    "settles" TEXT,
    "roles" TEXT[],
    "person_ids" UUID[],
    "except_ids" UUID[],
    "values_text" TEXT NOT NULL,
    "only_channel" TEXT,
    "posted_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(6),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_deliveries" (
    "id" UUID NOT NULL,
    "place" BIGSERIAL NOT NULL,
    "notice_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease" UUID,
    "leased_until" TIMESTAMPTZ(6),
    "last_error" TEXT,
    "last_detail" TEXT,
    "last_attempt_at" TIMESTAMPTZ(6),
    "sent_at" TIMESTAMPTZ(6),
    "dead_at" TIMESTAMPTZ(6),

    CONSTRAINT "notice_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_reads" (
    "person_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_reads_pkey" PRIMARY KEY ("person_id","notice_id")
);

-- CreateTable
CREATE TABLE "notice_routes" (
    "channel" TEXT NOT NULL,
    "urgencies" TEXT[],
    "except_kinds" TEXT[],
    "language" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_routes_pkey" PRIMARY KEY ("channel")
);

-- CreateIndex
CREATE UNIQUE INDEX "notices_seq_key" ON "notices"("seq");

-- CreateIndex
CREATE INDEX "notices_dedup_key_seq_idx" ON "notices"("dedup_key", "seq");

-- CreateIndex
CREATE INDEX "notices_settles_idx" ON "notices"("settles");

-- CreateIndex
CREATE INDEX "notices_dispatched_at_idx" ON "notices"("dispatched_at");

-- CreateIndex
CREATE INDEX "notices_posted_at_idx" ON "notices"("posted_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notice_deliveries_place_key" ON "notice_deliveries"("place");

-- CreateIndex
CREATE INDEX "notice_deliveries_channel_state_place_idx" ON "notice_deliveries"("channel", "state", "place");

-- CreateIndex
CREATE UNIQUE INDEX "notice_deliveries_notice_id_channel_key" ON "notice_deliveries"("notice_id", "channel");

-- AddForeignKey
ALTER TABLE "notice_deliveries" ADD CONSTRAINT "notice_deliveries_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_reads" ADD CONSTRAINT "notice_reads_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE notices ADD CONSTRAINT notices_urgency CHECK (urgency IN ('page', 'tell'));
ALTER TABLE notice_deliveries ADD CONSTRAINT notice_deliveries_state CHECK (state IN ('pending', 'sent', 'dead'));
