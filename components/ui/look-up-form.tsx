import Form from "next/form";
import { Button } from "./button";
import { ButtonLink } from "./button-link";

type Props = { action: string; q: string; label: string; apply: string; clear: string; className?: string };

/** One field that finds things. What was typed stands in the address: a look-up is a link. */
export function LookUpForm({ action, q, label, apply, clear, className = "" }: Props) {
  return (
    <Form action={action} className={`filters look-up ${className}`.trimEnd()} role="search">
      <input
        key={q}
        type="search"
        name="q"
        className="input"
        aria-label={label}
        placeholder={label}
        defaultValue={q}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="submit">{apply}</Button>
      {q === "" ? null : (
        <ButtonLink variant="bare" href={action}>
          {clear}
        </ButtonLink>
      )}
    </Form>
  );
}
