CREATE TABLE "app_bypass_tokens" (
    "app_id" TEXT NOT NULL,
    "secret_hash" CHAR(64) NOT NULL,
    "made_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "made_by" UUID NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "app_bypass_tokens_pkey" PRIMARY KEY ("app_id")
);

CREATE TABLE "app_bypasses" (
    "id" UUID NOT NULL,
    "app_id" TEXT NOT NULL,
    "request_id" UUID NOT NULL,
    "rung" TEXT NOT NULL,
    "session_minutes" INTEGER,
    "routes" TEXT[],
    "people" TEXT[],
    "opened_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "ended_by" UUID,
    "ended_because" TEXT,
    "uses_kept" INTEGER NOT NULL DEFAULT 0,
    "uses_beyond" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "app_bypasses_pkey" PRIMARY KEY ("id"),
    -- Whatever the code says, none is open for longer than an hour, and a rung says what it opens and nothing else.
    CONSTRAINT "app_bypasses_hour" CHECK ("ends_at" > "opened_at" AND "ends_at" <= "opened_at" + interval '60 minutes'),
    CONSTRAINT "app_bypasses_rung" CHECK (
      "rung" IN ('verified', 'recent', 'read-only', 'named', 'everyone')
      AND ("rung" = 'recent') = ("session_minutes" IS NOT NULL)
      AND ("rung" = 'read-only') = (coalesce(cardinality("routes"), 0) > 0)
      AND ("rung" = 'named') = (coalesce(cardinality("people"), 0) > 0)
    )
);

CREATE TABLE "app_bypass_uses" (
    "opening_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "subject" CHAR(64),
    "reference" TEXT,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_bypass_uses_pkey" PRIMARY KEY ("opening_id","id")
);

CREATE UNIQUE INDEX "app_bypass_tokens_secret_hash_key" ON "app_bypass_tokens"("secret_hash");
CREATE INDEX "app_bypasses_app_id_opened_at_idx" ON "app_bypasses"("app_id", "opened_at" DESC);
-- One of an app at a time.
CREATE UNIQUE INDEX "app_bypasses_open_idx" ON "app_bypasses"("app_id") WHERE "ended_at" IS NULL;

ALTER TABLE "app_bypass_tokens" ADD CONSTRAINT "app_bypass_tokens_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "app_bypass_tokens" ADD CONSTRAINT "app_bypass_tokens_made_by_fkey" FOREIGN KEY ("made_by") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "app_bypasses" ADD CONSTRAINT "app_bypasses_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "apps"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "app_bypasses" ADD CONSTRAINT "app_bypasses_ended_by_fkey" FOREIGN KEY ("ended_by") REFERENCES "people"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "app_bypass_uses" ADD CONSTRAINT "app_bypass_uses_opening_id_fkey" FOREIGN KEY ("opening_id") REFERENCES "app_bypasses"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
