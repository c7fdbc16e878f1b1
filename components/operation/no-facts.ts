/** What a refusal's sentence may ask for and a refusal need not know. */
export const noFacts = {
  maxAgeMinutes: 0,
  retryAfterSeconds: 0,
  relyingParty: "none",
  state: "other",
  fields: "none",
  name: "none",
  approved: 0,
  incident: "none",
  kid: "none",
  earliest: "none",
  count: 0,
  app: "none",
};
