"use client";

import { useTranslations } from "next-intl";
import { matches } from "@/lib/command-bar/rules/matches";
import { type ActName, actPlaces, type PageName, pagePlaces } from "@/lib/command-bar/rules/places";
import { asMeant, verbIn } from "@/lib/command-bar/rules/sought";
import { actsOn, addressOf, subjectOf } from "@/lib/command-bar/rules/things";
import type { ActRisk, OwnScope, Thing } from "@/lib/command-bar/shapes";
import { useOperationTitle } from "../operation/use-operation-title";
import { usePageNames } from "./use-page-names";

/** One line of the command bar: where it leads, and what is drawn of it. */
export type Choice = { key: string; href: string } & (
  | { kind: "act"; label: string; risk: ActRisk }
  | { kind: "thing"; thing: Thing }
  | { kind: "page"; label: string; page: PageName }
);
export type ChoiceGroup = { name: "do" | "things" | "pages"; choices: Choice[] };

const mostActs = 6;
const mostPages = 8;

/**
 * What can be chosen for a text. Acts stand before places when the text says what to do; where it only names something, that stands
 * first. Where nothing is typed, the pages.
 */
export function useChoices(text: string, scope: OwnScope, things: readonly Thing[]): ChoiceGroup[] {
  const verb = verbIn(text);
  const besideId = verb !== asMeant(text);
  const [named, on] = [useActs(verb, scope), useActsOn(things, besideId ? verb : "", scope)];
  const pages = usePages(text, scope);
  const acts = besideId && on.length > 0 ? on : [...named, ...on];
  const found = things.map((thing): Choice => ({ ...leadingTo(thing, "thing"), kind: "thing", thing }));
  const todo: ChoiceGroup = { name: "do", choices: acts.slice(0, mostActs) };
  const seen: ChoiceGroup = { name: "things", choices: found };
  const saysWhatToDo = verb !== "" && (besideId || named.length > 0);
  const groups: ChoiceGroup[] = [...(saysWhatToDo ? [todo, seen] : [seen, todo]), { name: "pages", choices: pages }];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** Acts by their name alone: they lead to where a thing for them is chosen. */
function useActs(verb: string, { acts }: OwnScope): Choice[] {
  const t = useTranslations("commandBar.acts");
  if (verb === "") return [];
  return (Object.keys(actPlaces) as ActName[]).flatMap((name): Choice[] => {
    const risk = acts[name];
    return risk && matches(verb, [name, t(name)])
      ? [{ key: name, kind: "act", href: actPlaces[name], label: t(name), risk }]
      : [];
  });
}

/** What may be asked for of what was found. */
function useActsOn(things: readonly Thing[], verb: string, { acts }: OwnScope): Choice[] {
  const [t, titleOf] = [useTranslations("commandBar.acts"), useOperationTitle()];
  return things.flatMap((thing) =>
    actsOn(thing).flatMap((name): Choice[] => {
      const risk = acts[name];
      const label = titleOf(name, subjectOf(thing));
      return risk && matches(verb, [name, t(name), label])
        ? [{ ...leadingTo(thing, name), kind: "act", label, risk }]
        : [];
    }),
  );
}

const leadingTo = (thing: Thing, what: string): { key: string; href: string } => {
  const href = addressOf(thing);
  return { key: `${what} ${thing.kind} ${href}`, href };
};

function usePages(text: string, { reads }: OwnScope): Choice[] {
  const nameOf = usePageNames();
  const pages = (Object.keys(pagePlaces) as PageName[]).flatMap((page): Choice[] => {
    const { href, reads: read } = pagePlaces[page];
    const label = nameOf(page);
    const open = read === null || reads.includes(read);
    return open && matches(text, [label, href]) ? [{ key: href, kind: "page", href, label, page }] : [];
  });
  return text.trim() === "" ? pages : pages.slice(0, mostPages);
}
