/**
 * Puts a line into an alphabetical block of lines.
 * @param isOfBlock tells the lines of the block; they need not be next to each other
 * @throws when the block is not there: the file has changed its shape
 */
export function insertSorted(text: string, line: string, isOfBlock: RegExp): string {
  const lines = text.split("\n");
  const block = lines.flatMap((each, index) => (isOfBlock.test(each) ? [index] : []));
  const last = block.at(-1);
  if (last === undefined) throw new Error(`no line looks like ${isOfBlock}`);
  const place = block.find((index) => (lines[index] ?? "") > line) ?? last + 1;
  return lines.toSpliced(place, 0, line).join("\n");
}
