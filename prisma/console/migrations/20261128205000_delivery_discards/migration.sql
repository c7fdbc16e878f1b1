-- CreateTable
CREATE TABLE "delivery_discards" (
    "delivery_id" BIGINT NOT NULL,
    "person_id" UUID NOT NULL,
    "discarded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_discards_pkey" PRIMARY KEY ("delivery_id")
);
