-- AlterTable
ALTER TABLE "auto_deploy_pauses" ADD COLUMN     "reminded" INTEGER NOT NULL DEFAULT 0;
