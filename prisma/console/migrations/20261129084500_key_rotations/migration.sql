-- CreateTable
CREATE TABLE "key_rotations" (
    "id" UUID NOT NULL,
    "ring" TEXT NOT NULL,
    "began_by" UUID NOT NULL,
    "old_kid" TEXT NOT NULL,
    "known_kids" TEXT[],
    "began_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "key_rotations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_rotation_steps" (
    "request_id" UUID NOT NULL,
    "rotation_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "kid" TEXT,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "key_rotation_steps_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE INDEX "key_rotations_ring_began_at_idx" ON "key_rotations"("ring", "began_at" DESC);

-- CreateIndex
CREATE INDEX "key_rotation_steps_rotation_id_at_idx" ON "key_rotation_steps"("rotation_id", "at");

-- AddForeignKey
ALTER TABLE "key_rotation_steps" ADD CONSTRAINT "key_rotation_steps_rotation_id_fkey" FOREIGN KEY ("rotation_id") REFERENCES "key_rotations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
