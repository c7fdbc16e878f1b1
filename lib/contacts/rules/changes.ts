import type { Channel, ContactFields } from "../shapes";

export type ContactChange = { field: keyof ContactFields; before: string; after: string };

const fields = [
  "kind",
  "name",
  "organisation",
  "relyingPartyId",
  "channels",
  "note",
] as const satisfies readonly (keyof ContactFields)[];

const channelsSaid = (channels: readonly Channel[]): string =>
  channels.map(({ kind, address }) => `${kind} ${address}`).join(", ");

const said = (value: ContactFields[keyof ContactFields]): string =>
  (Array.isArray(value) ? channelsSaid(value) : value) || "–";

/** What differs between a contact as it is and as it shall be, in words for a preview. */
export function changesOfContact(before: ContactFields, after: ContactFields): ContactChange[] {
  return fields
    .map((field) => ({ field, before: said(before[field]), after: said(after[field]) }))
    .filter((change) => change.before !== change.after);
}

/** Whether the ways to reach them are still those that somebody tried. */
export const sameChannels = (before: ContactFields, after: ContactFields): boolean =>
  channelsSaid(before.channels) === channelsSaid(after.channels);
