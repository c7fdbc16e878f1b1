import { z } from "zod";
import { type Role, roles } from "@/lib/access/roles";

const isZone = (value: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
};

/** How a person wants the console to speak and look. */
export const preferences = z.strictObject({
  language: z.enum(["en", "ko"]),
  theme: z.enum(["system", "light", "dark"]),
  timeZone: z.string().min(1).max(64).refine(isZone),
});
export type PreferenceChoice = z.infer<typeof preferences>;

export const personId = z.uuid();
export const roleName = z.enum(roles);
export type RoleName = z.infer<typeof roleName>;

/** One role and the people who get or lose it. A set: nobody twice, and no more than one person can look through. */
export const rolesOfPeople = z.strictObject({
  people: z
    .array(personId)
    .min(1)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length),
  role: roleName,
});
export type RolesOfPeople = z.infer<typeof rolesOfPeople>;

/** What a person may be here, and from where: Clerk's word, our grants, our blocks. */
export type Standing = {
  id: string;
  name: string;
  email: string;
  clerk: Role[];
  grants: Role[];
  blocks: Role[];
  /** What counts: (Clerk's role ∪ grants) − blocks; nothing for somebody who left the organisation. */
  roles: Role[];
  /** Whether they are in the pinned organisation, as last seen. */
  member: boolean;
  /** When Clerk last said so, ISO. */
  seenAt: string | null;
  /** Changes whenever one of the sources does. */
  version: string;
};

/** A set of people as it was shown: only who is still like that is acted upon. */
export const frozenPeople = z.array(z.strictObject({ id: personId, version: z.string() }));
export type FrozenPeople = z.infer<typeof frozenPeople>;

/** A member of the pinned organisation as Clerk lists them. */
export const listedMember = z.strictObject({
  clerkUserId: z.string(),
  /** Null for a member without an address: then only an account that we know is found again. */
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: roleName.nullable(),
});
export type ListedMember = z.infer<typeof listedMember>;

/** What Clerk listed, the database's time just before it was asked, and what was remembered then, by person id. */
export const memberList = z.strictObject({
  members: z.array(listedMember).min(1),
  readAt: z.iso.datetime(),
  seen: z.record(personId, z.iso.datetime()),
});
export type MemberList = z.infer<typeof memberList>;
