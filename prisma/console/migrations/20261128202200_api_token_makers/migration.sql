-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "created_by" UUID,
ADD COLUMN     "revoked_by" UUID;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_revoked_by_fkey" FOREIGN KEY ("revoked_by") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
