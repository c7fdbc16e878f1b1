import { clsx } from "clsx";
import Link from "next/link";
import { type Key, type ReactNode } from "react";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers stand right, text left. */
  align?: "left" | "right";
  /** Any CSS width; without one the column shares what is left. */
  width?: string;
  sorted?: "ascending" | "descending";
  /** Where the head leads: the same page in this column's order. */
  sortHref?: string;
  /** The whole of a free text that may be cut; never for numbers, ids or buttons. */
  whole?: (row: Row) => string | undefined;
  /** Leave the column out on a phone, where the detail page says it. */
  onlyWide?: boolean;
};

/** A narrow column before the first: a tick for each row. The first column stays the name of the row. */
export type Pick<Row> = { head: ReactNode; cell: (row: Row) => ReactNode; picked: (row: Row) => boolean };

type TableProps<Row> = {
  /** What the table is, for assistive technology; drawn only with `captionShown`. */
  caption: string;
  captionShown?: boolean;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  rowState?: (row: Row) => "down" | undefined;
  selected?: (row: Row) => boolean;
  pick?: Pick<Row>;
  /** 27 px rows, for evidence and logs. */
  tight?: boolean;
  /** One line below the rows: how many of how many, order, next page. */
  foot?: ReactNode;
  /** Instead of the table when there are no rows. */
  empty?: ReactNode;
  /** On a phone keep the first and last column and put the rest on the second line. */
  reflow?: boolean;
};

/** Repeats what the elements say: on a phone their display changes, and browsers then forget that it is a table. */
const as = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

/** A ruled table. The first column is the name of the row; an empty cell is "–", zero is "0". */
export function Table<Row>(props: TableProps<Row>) {
  const {
    caption,
    captionShown,
    columns,
    rows,
    rowKey,
    rowState,
    selected,
    pick,
    tight,
    foot,
    empty,
    reflow = true,
  } = props;
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <table className={clsx("ruled", tight && "tight", reflow && "reflow")} {...as.table}>
      <caption className={captionShown ? undefined : "sr"}>{caption}</caption>
      <colgroup>
        {pick ? <col style={{ width: "26px" }} /> : null}
        {columns.map(({ key, width, onlyWide }) => (
          <col key={key} style={{ width }} className={clsx(onlyWide && "only-wide")} />
        ))}
      </colgroup>
      <thead {...as.rowgroup}>
        <tr {...as.row}>
          {pick ? (
            <th {...as.columnheader} scope="col" className="pick-cell">
              {pick.head}
            </th>
          ) : null}
          {columns.map((column) => (
            <Head key={column.key} column={column} />
          ))}
        </tr>
      </thead>
      <tbody {...as.rowgroup}>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            {...as.row}
            data-state={rowState?.(row)}
            data-selected={selected?.(row) || pick?.picked(row) || undefined}
            aria-current={selected?.(row) || undefined}
          >
            {pick ? (
              <td {...as.cell} className="pick-cell">
                {pick.cell(row)}
              </td>
            ) : null}
            {columns.map((column, place) => (
              <Cell key={column.key} column={column} row={row} place={place} last={place === columns.length - 1} />
            ))}
          </tr>
        ))}
      </tbody>
      {foot === undefined ? null : (
        <tfoot {...as.rowgroup}>
          <tr {...as.row}>
            <td {...as.cell} colSpan={columns.length + (pick ? 1 : 0)}>
              {foot}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Head<Row>({ column }: { column: Column<Row> }) {
  const { head, align, sorted, sortHref, onlyWide } = column;
  return (
    <th
      {...as.columnheader}
      scope="col"
      aria-sort={sorted}
      className={clsx(align === "right" && "num", onlyWide && "only-wide") || undefined}
    >
      {sortHref === undefined ? head : <Link href={sortHref}>{head}</Link>}
    </th>
  );
}

function Cell<Row>(props: { column: Column<Row>; row: Row; place: number; last: boolean }) {
  const { column, row, place, last } = props;
  const content = column.cell(row);
  const nothing = content === undefined || content === null || content === "" || content === false;
  const whole = column.whole?.(row);
  const className = clsx(
    column.align === "right" && "num",
    column.onlyWide && "only-wide",
    whole !== undefined && "clip",
  );
  const shared = { className: className || undefined, title: whole };
  const said = nothing ? "–" : content;
  if (place === 0) {
    return (
      <th {...as.rowheader} scope="row" {...shared}>
        {said}
      </th>
    );
  }
  return (
    <td {...as.cell} {...shared}>
      {last ? null : (
        <span className="on-phone" aria-hidden="true">
          {column.head}{" "}
        </span>
      )}
      {said}
    </td>
  );
}
