const prefix = "token_";

/** What stands where a session's id stands in a request that a program asked for. */
export const tokenSession = (tokenId: string): `token_${string}` => `${prefix}${tokenId}`;

/** The token that asked; null where a person did. */
export const tokenOf = (sessionId: string): string | null =>
  sessionId.startsWith(prefix) ? sessionId.slice(prefix.length) : null;
