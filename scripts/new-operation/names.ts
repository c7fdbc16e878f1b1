/** The names that one operation goes by: `delivery.mark-read` → `mark-read-delivery.ts`, `markReadDelivery`. */
export type Names = { operation: string; file: string; constant: string };

/** @returns undefined when the text is no operation name: a singular noun, a dot, a verb, both in kebab-case */
export function namesOf(operation: string): Names | undefined {
  const [, noun, verb] = /^([a-z]+(?:-[a-z]+)*)\.([a-z]+(?:-[a-z]+)*)$/.exec(operation) ?? [];
  if (!noun || !verb) return undefined;
  const file = `${verb}-${noun}`;
  const constant = file.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { operation, file, constant };
}
