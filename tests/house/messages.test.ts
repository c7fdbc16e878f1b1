import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { textOf } from "./tree";

type Messages = { [key: string]: string | Messages };

const english = flat(JSON.parse(textOf("messages/en.json")) as Messages);
const korean = flat(JSON.parse(textOf("messages/ko.json")) as Messages);

describe("the messages", () => {
  it("are there", () => {
    expect(english.size).toBeGreaterThan(50);
  });

  it("have the same keys in both languages", () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("say something under every key", () => {
    expect([...english, ...korean].filter(([, text]) => text.trim() === "").map(([key]) => key)).toEqual([]);
  });

  it("fill the same gaps in both languages", () => {
    const different = [...english]
      .map(([key, text]) => ({ key, en: gapsOf(text), ko: gapsOf(korean.get(key) ?? "") }))
      .filter(({ en, ko }) => en.join() !== ko.join());
    expect(different).toEqual([]);
  });

  it("cover every other case of a choice", () => {
    const open = [...english, ...korean].filter(([, text]) => !choicesEnd(parse(text))).map(([key]) => key);
    expect(open).toEqual([]);
  });
});

describe("the reader of messages", () => {
  it("finds gaps, choices and tags, also inside each other", () => {
    expect(gapsOf("{count, plural, one {# row of <b>{name}</b>} other {# rows}} at {when, date}")).toEqual([
      "<b>",
      "count",
      "name",
      "when",
    ]);
  });
});

function flat(messages: Messages, path = ""): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === "string" ? [[`${path}${key}`, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

function gapsOf(text: string): string[] {
  return [...new Set(namesIn(parse(text)))].sort();
}

function namesIn(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...namesIn(element.children)];
    return [element.value, ...branchesOf(element).flatMap(namesIn)];
  });
}

function choicesEnd(elements: MessageFormatElement[]): boolean {
  return elements.every((element) => {
    if (element.type === TYPE.tag) return choicesEnd(element.children);
    const chooses = element.type === TYPE.plural || element.type === TYPE.select;
    return (!chooses || "other" in element.options) && branchesOf(element).every(choicesEnd);
  });
}

function branchesOf(element: MessageFormatElement): MessageFormatElement[][] {
  const chooses = element.type === TYPE.plural || element.type === TYPE.select;
  return chooses ? Object.values(element.options).map(({ value }) => value) : [];
}
