import { redirect, words } from "./answers";
import { openPool } from "./databases";
import type { Manner } from "./hostile-host";
import { world } from "./world";

/** What most of them would say, in one answer. */
const anything = {
  id: "ins_1",
  auth_config: {},
  display_config: {},
  access_token: "nobody-uses-it",
  token_type: "Bearer",
  status: { indicator: "none" },
  incidents: [],
};

/** Every neighbour as it should be, at one address: with nobody new, nothing deployed and nothing measured. */
export async function neighboursThatAreWell(): Promise<Manner> {
  const { env, idpOwnerUrl } = world();
  const pool = openPool(idpOwnerUrl);
  const { rows } = await pool.query<{ kid: string }>("SELECT kid FROM signing_keys WHERE state = 'active'");
  await pool.end();
  const keySet = { keys: rows.map(({ kid }) => ({ kid, kty: "OKP" })) };
  const answers: [string, Manner][] = [
    ["/handshake", redirect(307, env.product.PUBLIC_ORIGIN ?? "")],
    ["/jwks.json", words(JSON.stringify(keySet))],
    ["/clerk-health", words("{}")],
    ...["/v1/users", "/deploys", "/metrics/"].map((path): [string, Manner] => [path, words("[]")]),
  ];
  return (response, request) => {
    const [, fitting = words(JSON.stringify(anything))] = answers.find(([path]) => request.url?.includes(path)) ?? [];
    fitting(response, request);
  };
}
