import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { refusalStatus } from "@/lib/core/errors";
import { messagesIn } from "./messages";

const languages = ["en", "ko"] as const;
const everyFact = {
  maxAgeMinutes: 10,
  retryAfterSeconds: 3,
  relyingParty: "EB",
  state: "expired",
  fields: "reason",
  incident: "INC-4",
  name: "Jae",
  approved: 10,
  kid: "whk-eb-3",
  earliest: "2026-11-29T09:00:00.000Z",
  count: 3,
  app: "Accounts",
};
const noFact = {
  maxAgeMinutes: 0,
  retryAfterSeconds: 0,
  relyingParty: "none",
  state: "other",
  fields: "none",
  incident: "none",
  name: "none",
  approved: 0,
  kid: "none",
  earliest: "none",
  count: 0,
  app: "none",
};

const onError = (error: Error): never => {
  throw error;
};

describe.each(languages)("the messages in %s", (language) => {
  const messages = messagesIn(language);

  it("say a sentence for every refusal, and for nothing else", () => {
    expect(new Set(Object.keys(messages.refusals))).toEqual(new Set(Object.keys(refusalStatus)));
  });

  it.each([everyFact, noFact])("can say every refusal with the facts %o", (facts) => {
    const t = createTranslator({ locale: language, messages, namespace: "refusals", onError });
    for (const code of Object.keys(refusalStatus) as (keyof typeof refusalStatus)[]) {
      const sentence = t(`${code}.sentence`, facts);
      expect(sentence, code).toMatch(/[.]$/);
      expect(sentence, code).not.toMatch(/\bnone\b|\bother\b|[{}]|, *[.]/);
    }
  });

  it("keep a number and its unit on one line", () => {
    const { span, unit } = messages.common;
    const texts = [...Object.values(span.full), ...Object.values(span.tight), unit.percent, unit.milliseconds];
    // Between a number and the unit that belongs to it, only a no-break space may stand.
    expect(texts.filter((text) => /\} [a-z%]+/.test(text))).toEqual([]);
  });
});

describe("the voice", () => {
  it("does not plead, cheer or doubt", () => {
    expect(JSON.stringify(messagesIn("en"))).not.toMatch(/\b(please|oops|successfully|are you sure)\b/i);
  });

  it("is formal and polite in Korean, never plain or casual", () => {
    const sentences = JSON.stringify(messagesIn("ko")).match(/[가-힣]+[.]/g) ?? [];
    expect(sentences.length).toBeGreaterThan(50);
    expect(sentences.filter((ending) => !/(다|오)[.]$/.test(ending))).toEqual([]);
  });
});
