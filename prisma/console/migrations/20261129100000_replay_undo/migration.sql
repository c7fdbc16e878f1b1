-- Somebody wants back what nobody has tried yet.
ALTER TABLE "replays" ADD COLUMN "taking_back" BOOLEAN NOT NULL DEFAULT false;
