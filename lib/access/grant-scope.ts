import { type OperationName, operationPolicy, readPolicy } from "./policy";

type ReadName = keyof typeof readPolicy;

/** What a break-glass grant gives, to whoever's own role gives it too. */
export type GrantScope = {
  reads: ReadName[];
  readsNot: ReadName[];
  /** At once. */
  free: OperationName[];
  /** Each with a passkey, or with the PIN and one more code. */
  proved: OperationName[];
  /** Each with a proof, and when another holder agrees. */
  second: OperationName[];
  never: OperationName[];
};

/** The policy's column for grants, as it is told to people: whoever changes the table changes what the door says. */
export function grantScope(): GrantScope {
  const people = names(operationPolicy).filter((name) => operationPolicy[name].risk !== "system");
  const given = (cells: readonly string[], grave: boolean): OperationName[] =>
    people.filter(
      (name) => cells.includes(operationPolicy[name].grant) && (operationPolicy[name].risk === "grave") === grave,
    );
  return {
    reads: names(readPolicy).filter((name) => readPolicy[name].grant),
    readsNot: names(readPolicy).filter((name) => !readPolicy[name].grant),
    free: given(["yes", "own"], false),
    proved: given(["prove"], false),
    second: given(["yes", "own", "prove"], true),
    never: people.filter((name) => operationPolicy[name].grant === "no"),
  };
}

const names = <Table extends object>(table: Table): (keyof Table)[] => Object.keys(table) as (keyof Table)[];
