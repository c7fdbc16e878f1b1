ALTER TABLE "action_requests" ADD COLUMN "traceparent" CHAR(55);

ALTER TABLE "notices" ADD COLUMN "traceparent" CHAR(55);
