import type { Query } from "./reviews";

/** What somebody declares who knows of trouble that no probe sees; each is another, so that nobody stands in another's way. */
export const anIncident = () => ({
  title: "People say that sign-in is slow",
  category: "one_person",
  severity: "sev3",
  another: true,
});

/** `told`: the verdict that its timeline told last. While it is the one that is measured, nobody writes into it by itself. */
type Open = { title?: string; category?: string; severity?: string; told?: string };

/** An incident that is open, as somebody declared it a moment ago. @returns its number */
export async function openIncident(query: Query, { title, category, severity, told }: Open = {}): Promise<number> {
  const [row] = await query<{ number: number }>(
    `INSERT INTO incidents (id, title, category, severity, detected_by, measured_category, measured_severity, declared_by)
     SELECT gen_random_uuid(), $1, $2, $3, 'person', $4, 'none', id FROM people WHERE email = 'mina@ops.example' RETURNING number`,
    [title ?? "Clerk is down", category ?? "clerk_outage", severity ?? "sev1", told ?? "healthy"],
  );
  if (!row) throw new Error("nobody is there to declare it");
  return row.number;
}
