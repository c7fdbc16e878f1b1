import { type ReactNode, useId } from "react";

/** A firm rule with a name on it, never a box. `aside` is the quiet line at the right: count, age, rule. */
export function Section(props: {
  title: ReactNode;
  aside?: ReactNode;
  level?: 2 | 3;
  id?: string;
  children: ReactNode;
}) {
  const { title, aside, level = 2, id, children } = props;
  const headingId = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className="section" aria-labelledby={headingId} id={id}>
      <header>
        <Heading id={headingId}>{title}</Heading>
        {aside === undefined ? null : <span className="right">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
