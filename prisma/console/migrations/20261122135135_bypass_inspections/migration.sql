-- CreateTable
CREATE TABLE "bypass_inspections" (
    "day" DATE NOT NULL,
    "armed" BOOLEAN NOT NULL,
    "missing" TEXT[],
    "inspected_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bypass_inspections_pkey" PRIMARY KEY ("day")
);
