import "server-only";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import type { Answer } from "../request";
import { readClerk } from "./client";
import { type WireMembership, wireMemberships } from "./wire";

export type Membership = { role: string; email: string | null; name: string | null };

/**
 * What a Clerk user is in the one pinned organisation, right now.
 * @returns null when the user is no member of it
 * @source Clerk Backend API, GET /v1/organizations/{id}/memberships
 */
export async function findMembership(clerkUserId: string): Promise<Answer<Membership | null>> {
  const path = `/v1/organizations/${encodeURIComponent(env().CLERK_ORG_ID)}/memberships?user_id=${encodeURIComponent(clerkUserId)}&limit=10`;
  const answer = await readClerk(path, wireMemberships, seconds(1));
  if (!answer.ok) return answer;
  const own = answer.value.data.find((membership) => membership.public_user_data?.user_id === clerkUserId);
  if (!own) return { ok: true, value: null };
  return { ok: true, value: membershipOf(own) };
}

function membershipOf({ role, public_user_data: person }: WireMembership): Membership {
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(" ");
  return { role, email: person?.identifier ?? null, name: name || null };
}

export type Member = Membership & { clerkUserId: string };

/** More people than this are no operations team: something is wrong with the answer, or with the organisation's id. */
const mostMembers = 2_000;

/**
 * Everybody in the one pinned organisation, page by page, oldest membership first.
 * @param pageSize how many to ask for at once; Clerk gives 500 at most
 * @returns `unexpected_answer` where the pages don't add up: while they were read somebody came or went, or they make no sense
 * @source Clerk Backend API, GET /v1/organizations/{id}/memberships (limit, offset, total_count)
 */
export async function listMembers(pageSize = 100): Promise<Answer<Member[]>> {
  const members = new Map<string, Member>();
  for (let offset = 0; offset <= mostMembers; offset += pageSize) {
    const path = `/v1/organizations/${encodeURIComponent(env().CLERK_ORG_ID)}/memberships?limit=${pageSize}&offset=${offset}&order_by=%2Bcreated_at`;
    const answer = await readClerk(path, wireMemberships, seconds(3));
    if (!answer.ok) return answer;
    const { data, total_count: total } = answer.value;
    for (const each of data) {
      const clerkUserId = each.public_user_data?.user_id;
      if (clerkUserId) members.set(clerkUserId, { clerkUserId, ...membershipOf(each) });
    }
    if (data.length < pageSize || members.size === total) {
      const whole = members.size > 0 && (total ?? members.size) === members.size;
      return whole
        ? { ok: true, value: [...members.values()] }
        : { ok: false, failure: { kind: "unexpected_answer", status: 200 } };
    }
  }
  return { ok: false, failure: { kind: "unexpected_answer", status: 200 } };
}
