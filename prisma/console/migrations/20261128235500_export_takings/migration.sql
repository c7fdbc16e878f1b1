-- CreateTable
CREATE TABLE "delivery_export_takings" (
    "request_id" UUID NOT NULL,
    "taken_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "delivery_export_takings_pkey" PRIMARY KEY ("request_id")
);
