import { describe, expect, it } from "vitest";
import type { Factor } from "@/lib/access/factor";
import { isNonce, nonceOf } from "./nonce";
import { judgeClerkProof } from "./proof";

const codeOf = (factor: Omit<Factor, "issuesReverification">, issuesReverification = true): string => {
  const judged = judgeClerkProof({ ...factor, issuesReverification });
  return judged.ok ? "ok" : judged.refusal.code;
};

describe("a Clerk proof", () => {
  it("is a second factor under ten minutes old, from a reverification", () => {
    expect(codeOf({ secondFactorAgeMinutes: 9, reverification: "sver_1" })).toBe("ok");
    expect(codeOf({ secondFactorAgeMinutes: 10, reverification: "sver_1" })).toBe("insufficient_user_authentication");
  });

  it("is not a sign-in, however fresh", () => {
    expect(codeOf({ secondFactorAgeMinutes: 0, reverification: null })).toBe("insufficient_user_authentication");
  });

  it("is refused where there is no second factor or the claim is not issued", () => {
    expect(codeOf({ secondFactorAgeMinutes: null, reverification: "sver_1" })).toBe("no_second_factor");
    expect(codeOf({ secondFactorAgeMinutes: 0, reverification: null }, false)).toBe("rvid_claim_missing");
  });
});

describe("the nonce", () => {
  const request = { id: "r", digest: "d", proofId: "p" };
  const nonce = nonceOf(request, "k".repeat(32));

  it("fits its request, its digest and its proof, and nothing else", () => {
    expect(isNonce(nonce, nonceOf({ ...request }, "k".repeat(32)))).toBe(true);
    for (const other of [
      { ...request, id: "x" },
      { ...request, digest: "x" },
      { ...request, proofId: "x" },
    ]) {
      expect(isNonce(nonce, nonceOf(other, "k".repeat(32)))).toBe(false);
    }
    expect(isNonce(nonce, nonceOf(request, "x".repeat(32)))).toBe(false);
    expect(isNonce("", nonce)).toBe(false);
  });
});
