-- AlterTable
ALTER TABLE "proofs" ADD COLUMN     "clerk_user_id" TEXT;
