/** Words of the description itself, which has one language; what stands between backticks is code. */
export function Described({ text }: { text: string }) {
  const parts = text.split("`").map((part, place) => ({ part, place }));
  return (
    <span lang="en">{parts.map(({ part, place }) => (place % 2 === 1 ? <code key={place}>{part}</code> : part))}</span>
  );
}
