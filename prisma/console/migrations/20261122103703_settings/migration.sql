-- CreateTable
CREATE TABLE "relying_party_settings" (
    "relying_party_id" BIGINT NOT NULL,
    "retry_needs_admin" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "request_id" UUID,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "relying_party_settings_pkey" PRIMARY KEY ("relying_party_id")
);

-- CreateTable
CREATE TABLE "apps" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "hosted_on" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "health_url" TEXT,
    "render_service_id" TEXT,
    "clerk_instance" TEXT NOT NULL,
    "clerk_secret_keys" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "added_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "apps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "organisation" TEXT,
    "relying_party_id" BIGINT,
    "note" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "added_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(6),
    "verified_by_id" UUID,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_channels" (
    "contact_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "contact_channels_pkey" PRIMARY KEY ("contact_id","place")
);

-- AddForeignKey
ALTER TABLE "contact_channels" ADD CONSTRAINT "contact_channels_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
