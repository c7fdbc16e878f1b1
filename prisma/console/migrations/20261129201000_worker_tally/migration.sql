CREATE TABLE "worker_tally" (
    "operation" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "count" BIGINT NOT NULL,

    CONSTRAINT "worker_tally_pkey" PRIMARY KEY ("operation","result")
);
