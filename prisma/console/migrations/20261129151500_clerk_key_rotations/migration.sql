-- CreateTable
CREATE TABLE "clerk_key_rotations" (
    "id" UUID NOT NULL,
    "old_fingerprint" CHAR(8) NOT NULL,
    "began_by" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "instance_id" TEXT,
    "shown_before" CHAR(8),
    "asked_at" TIMESTAMPTZ(6),
    "new_fingerprint" CHAR(8),
    "made_at" TIMESTAMPTZ(6),
    "made_in" TEXT,
    "old_ends_at" TIMESTAMPTZ(6),
    "run_by" UUID,
    "released_at" TIMESTAMPTZ(6),
    "ended_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "clerk_key_rotations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clerk_key_consumers" (
    "rotation_id" UUID NOT NULL,
    "app_id" TEXT NOT NULL,
    "set_fingerprint" CHAR(8),
    "set_at" TIMESTAMPTZ(6),
    "deploy_asked_at" TIMESTAMPTZ(6),
    "known_instances" TEXT[],
    "failure" TEXT,
    "vouched_by" UUID,
    "vouched_at" TIMESTAMPTZ(6),

    CONSTRAINT "clerk_key_consumers_pkey" PRIMARY KEY ("rotation_id","app_id")
);

-- CreateTable
CREATE TABLE "clerk_key_steps" (
    "request_id" UUID NOT NULL,
    "rotation_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clerk_key_steps_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "clerk_key_rotations_old_fingerprint_key" ON "clerk_key_rotations"("old_fingerprint");

-- CreateIndex
CREATE INDEX "clerk_key_steps_rotation_id_at_idx" ON "clerk_key_steps"("rotation_id", "at");

-- AddForeignKey
ALTER TABLE "clerk_key_consumers" ADD CONSTRAINT "clerk_key_consumers_rotation_id_fkey" FOREIGN KEY ("rotation_id") REFERENCES "clerk_key_rotations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clerk_key_steps" ADD CONSTRAINT "clerk_key_steps_rotation_id_fkey" FOREIGN KEY ("rotation_id") REFERENCES "clerk_key_rotations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
