/** What may stand in a command's brackets. Each is an alphabet without a quote, a space or a bracket: nothing of it can end a word. */
export const argumentShapes = {
  id: /^[1-9]\d{0,17}$/,
  kid: /^[A-Za-z0-9_-]{1,64}$/,
  clerkId: /^user_[A-Za-z0-9]{1,40}$/,
} as const;
export type ArgumentShape = keyof typeof argumentShapes;

/** By what the world shows that it was done; each is one read of the identity provider's database or key set, or of the job's log. */
export const proofs = [
  "kid_compromised_and_replaced",
  "links_mirrored",
  "webhook_key_published",
  "webhook_key_active",
  "webhook_key_retired",
  "token_key_published",
  "token_key_active",
  "token_key_retired",
  "cache_without_person",
  "cache_empty",
  "printed_in_log",
  "people_present",
] as const;
export type Proof = (typeof proofs)[number];

export type CatalogueTask = {
  arguments: readonly ArgumentShape[];
  /** The last argument may come so many times. */
  upTo?: number;
  /** What it does there, in a word that `messages/` can say. */
  effect: "compromise" | "backfill" | "publish" | "activate" | "retire" | "purge" | "show" | "upsert";
  /** How it is known to have done it. */
  provedBy: Proof;
};

/**
 * Everything that this console may ever start as a one-off job at the identity provider. There is no other way to a shell, and no free
 * text on this one.
 * @source IdP contract: tasks, run as one-off jobs
 */
export const catalogue = {
  "webhooks:compromise": {
    arguments: ["id", "kid"],
    effect: "compromise",
    provedBy: "kid_compromised_and_replaced",
  },
  "webhooks:backfill_existing_links_to_rp": { arguments: ["id"], effect: "backfill", provedBy: "links_mirrored" },
  "webhooks:publish_key": { arguments: ["id"], effect: "publish", provedBy: "webhook_key_published" },
  "webhooks:activate_key": { arguments: ["id", "kid"], effect: "activate", provedBy: "webhook_key_active" },
  "webhooks:retire_key": { arguments: ["id", "kid"], effect: "retire", provedBy: "webhook_key_retired" },
  "oidc:publish_key": { arguments: [], effect: "publish", provedBy: "token_key_published" },
  "oidc:activate_key": { arguments: ["kid"], effect: "activate", provedBy: "token_key_active" },
  "oidc:retire_key": { arguments: ["kid"], effect: "retire", provedBy: "token_key_retired" },
  "identity:purge_canonical": { arguments: ["id"], effect: "purge", provedBy: "cache_without_person" },
  "identity:purge_canonical_all": { arguments: [], effect: "purge", provedBy: "cache_empty" },
  "identity:show_canonical": { arguments: ["id"], effect: "show", provedBy: "printed_in_log" },
  "people:upsert_from_clerk": { arguments: ["clerkId"], upTo: 50, effect: "upsert", provedBy: "people_present" },
} as const satisfies Record<string, CatalogueTask>;

export type TaskName = keyof typeof catalogue;
