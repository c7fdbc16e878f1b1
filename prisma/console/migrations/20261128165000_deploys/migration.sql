-- AlterTable
ALTER TABLE "action_requests" ADD COLUMN     "goes_on_until" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "deploy_follows" (
    "request_id" UUID NOT NULL,
    "app_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "aim" TEXT NOT NULL,
    "known_deploys" TEXT[],
    "known_instances" TEXT[],
    "trigger" TEXT,
    "commit" TEXT,
    "deploy_id" TEXT,
    "state" TEXT NOT NULL,
    "instances" INTEGER,
    "renewed" INTEGER,
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "final_at" TIMESTAMPTZ(6),

    CONSTRAINT "deploy_follows_pkey" PRIMARY KEY ("request_id")
);

-- CreateTable
CREATE TABLE "auto_deploy_pauses" (
    "id" UUID NOT NULL,
    "app_id" TEXT NOT NULL,
    "service_id" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "paused_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "auto_deploy_pauses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deploy_follows_app_id_started_at_idx" ON "deploy_follows"("app_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "deploy_follows_final_at_idx" ON "deploy_follows"("final_at");

-- CreateIndex
CREATE INDEX "auto_deploy_pauses_service_id_ended_at_idx" ON "auto_deploy_pauses"("service_id", "ended_at");
