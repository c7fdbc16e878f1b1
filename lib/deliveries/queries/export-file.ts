import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { identityProviderRead } from "@/lib/core/db";
import { Refused } from "@/lib/core/errors";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { csvHead, csvLine, exportFileName } from "../rules/csv";
import type { Place } from "../rules/cursor";
import { isAsked, refining } from "../rules/refine";
import { sortedBy } from "../rules/state";
import {
  type DeliveryFilter,
  type DeliveryRow,
  deliveryFilter,
  type ExportInput,
  type ExportTarget,
  exportInput,
  exportTarget,
} from "../shapes";
import { rowColumns } from "./columns";
import { asked, sortColumns } from "./conditions";
import { onIdentityDatabase } from "./identity-database";

/** How many rows are read at a time: the file is never whole in memory. */
const batch = 2_000;

export type ExportFile = { name: string; lines: AsyncGenerator<string> };

/**
 * The file of an approved export, read while it is sent: rows as they are now, of those that were approved and no others.
 * @param approved the stored request's input and target, as JSON
 * @refuses not_allowed for people who may see counts only
 */
export function exportFile(actor: Actor, approved: readonly string[]): ExportFile {
  if (!hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: export-file-role
  const [input, target] = approved.map((text) => JSON.parse(text) as unknown);
  return {
    name: exportFileName(new Date().toISOString()),
    lines: linesOf(exportInput.parse(input), exportTarget.parse(target)),
  };
}

async function* linesOf({ of }: ExportInput, { rows: most, ends }: ExportTarget): AsyncGenerator<string> {
  yield csvHead();
  let sent = 0;
  const batches = "ids" in of ? ticked(of.ids) : ends ? between(deliveryFilter.parse(of.filter), ends) : [];
  for await (const rows of batches) {
    const own = rows.slice(0, most - sent); // guard: export-rows-approved
    sent += own.length;
    yield own.map(csvLine).join("");
  }
}

async function* ticked(ids: readonly string[]): AsyncGenerator<DeliveryRow[]> {
  yield await onIdentityDatabase(
    () => identityProviderRead().$queryRaw<DeliveryRow[]>`
      SELECT ${rowColumns} FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
       WHERE e.id = ANY(${ids.map(BigInt)}) ORDER BY e.id DESC`,
  );
}

async function* between(
  filter: DeliveryFilter,
  { newest, oldest }: NonNullable<ExportTarget["ends"]>,
): AsyncGenerator<DeliveryRow[]> {
  const { state, where, terms } = asked(filter);
  const [sort, refined] = [sortColumns[state], refining(terms)];
  const place = ({ at, id }: Place): Prisma.Sql => Prisma.sql`(${at}::timestamp, ${BigInt(id)})`;
  let from: Place | null = null;
  for (;;) {
    const start: Prisma.Sql = from ? Prisma.sql`< ${place(from)}` : Prisma.sql`<= ${place(newest)}`; // guard: export-newest
    const rows: DeliveryRow[] = await onIdentityDatabase(
      () => identityProviderRead().$queryRaw<DeliveryRow[]>`
        SELECT ${rowColumns} FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
         WHERE ${where} AND (${sort}, e.id) ${start} AND (${sort}, e.id) >= ${place(oldest)}
         ORDER BY ${sort} DESC, e.id DESC LIMIT ${batch}`,
    );
    yield rows.filter((row) => isAsked(row, refined));
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    from = { at: sortedBy(last, state), id: last.id };
  }
}
