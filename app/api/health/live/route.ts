/** The process answers. Says nothing of its neighbours: a restart would not mend them. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
