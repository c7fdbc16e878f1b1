import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { hours } from "@/lib/core/duration";
import { messagesIn } from "@/lib/i18n/messages";
import { channels, noticeKinds } from "../shapes";
import { channelState, isLastAttempt, mostAttempts, pauseAfterMs } from "./retry";
import { carries, defaultRoute, pagesSomebody } from "./routing";
import { sayable } from "./sayable";

const onError = (error: Error): never => {
  throw error;
};

describe.each(["en", "ko"] as const)("a notice in %s", (language) => {
  const t = createTranslator({ locale: language, messages: messagesIn(language), namespace: "notices.kind", onError });

  it.each(noticeKinds)("has words for %s, whatever is known of it", (kind) => {
    const everything = { who: "Mina Seo", operation: "person.grant-role", subject: "3 people", code: "7f3a 21c9" };
    for (const values of [{}, everything, { ...everything, count: 3, channel: "mail" as const }]) {
      const sentence = t(kind, sayable(values));
      expect(sentence).not.toMatch(/\bnone\b|[{}]|undefined| {2}/);
      expect(sentence.length).toBeGreaterThan(8);
    }
  });
});

it("what a notice mentions can't drive the reader's terminal or turn text around", () => {
  expect(sayable({ who: "\u202eanim\u001b[2J" }).who).toBe("⟨U+202E⟩anim⟨U+001B⟩[2J");
});

describe("the pause before another attempt", () => {
  it("doubles from 5 s to a minute, and is never less than half of that", () => {
    const shortest = [1, 2, 3, 4, 5, 6, 240].map((attempts) => pauseAfterMs(attempts, null, 0) / 1_000);
    expect(shortest).toEqual([2.5, 5, 10, 20, 30, 30, 30]);
    const longest = [1, 2, 3, 4, 5, 6, 240].map((attempts) => pauseAfterMs(attempts, null, 1) / 1_000);
    expect(longest).toEqual([5, 10, 20, 40, 60, 60, 60]);
  });

  it("is as long as the other side asks", () => {
    expect(pauseAfterMs(1, 120, 1)).toBe(120_000);
    expect(pauseAfterMs(6, 2, 0)).toBe(30_000);
  });

  it("leaves room for more than an hour of them, at the worst luck", () => {
    const pauses = Array.from({ length: mostAttempts - 1 }, (_, place) => pauseAfterMs(place + 1, null, 0));
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(hours(1));
  });
});

it("an attempt is the last when the other side will never take it, or when there were enough", () => {
  expect([isLastAttempt("refused", 1), isLastAttempt("unreachable", 239), isLastAttempt("timed_out", 240)]).toEqual([
    true,
    false,
    true,
  ]);
});

describe("a channel", () => {
  it("is down when its oldest notice has failed three times, and off without credentials", () => {
    const failing = (failedAttempts: number) => ({ failedAttempts, lastSentAt: null, lastDeadAt: null });
    expect([0, 2, 3].map((attempts) => channelState(true, failing(attempts)))).toEqual(["ok", "ok", "down"]);
    expect(channelState(false, failing(3))).toBe("off");
  });

  it("is down when the last that it was given was given up, until something gets out again", () => {
    const [early, late] = [new Date(0), new Date(1)];
    const lately = (lastSentAt: Date | null, lastDeadAt: Date | null) =>
      channelState(true, { failedAttempts: 0, lastSentAt, lastDeadAt });
    expect([lately(null, early), lately(early, late), lately(late, early)]).toEqual(["down", "down", "ok"]);
  });

  it("carries by urgency unless the kind is left out, and only a pager starts with the urgent alone", () => {
    const notice = { kind: "review.due", urgency: "tell", onlyChannel: null, about: null } as const;
    const carrying = (change: object) =>
      channels.filter((channel) => carries({ ...defaultRoute(channel), ...change }, notice));
    expect(carrying({})).toEqual(["slack", "mail", "webhook"]);
    expect(carrying({ urgencies: ["page", "tell"] })).toEqual([...channels]);
    expect(carrying({ urgencies: ["page", "tell"], exceptKinds: ["review.due"] })).toEqual([]);
  });

  it("carries its own test whatever its route, and never the news that it is down itself", () => {
    const test = { kind: "channel.test", urgency: "tell", onlyChannel: "pagerduty", about: null } as const;
    expect(channels.filter((channel) => carries(defaultRoute(channel), test))).toEqual(["pagerduty"]);
    const down = { kind: "channel.down", urgency: "page", onlyChannel: null, about: "slack" } as const;
    expect(channels.filter((channel) => carries(defaultRoute(channel), down))).toEqual([
      "pagerduty",
      "mail",
      "webhook",
    ]);
  });

  it("that takes urgent notices must be left, for somebody to be paged", () => {
    const routes = channels.map(defaultRoute);
    expect(pagesSomebody(routes)).toBe(true);
    expect(pagesSomebody(routes.map((route) => ({ ...route, urgencies: ["tell"] })))).toBe(false);
  });
});
