import { useTranslations } from "next-intl";
import type { Line, ParameterLine } from "@/lib/public-api/rules/reference";
import { type Column, Table } from "../ui/table";
import { Described } from "./described";

type Props = { caption: string; lines: readonly Line[]; where?: (line: Line) => ParameterLine["where"] | undefined };

/** Fields or parameters: what each is called, is, and means. */
export function LineTable({ caption, lines, where }: Props) {
  const t = useTranslations("apiReference.line");
  const columns: Column<Line>[] = [
    { key: "name", head: t("name"), width: "220px", cell: ({ name }) => <span className="mono">{name}</span> },
    {
      key: "type",
      head: t("type"),
      width: "260px",
      cell: ({ type, shape }) => (
        <span className="mono" lang="en">
          {shape === null ? type : <a href={`#shape-${shape}`}>{type}</a>}
        </span>
      ),
    },
    {
      key: "needed",
      head: t("needed"),
      width: "140px",
      cell: (line) => {
        const place = where?.(line);
        const needed = t(line.required ? "required" : "optional");
        return place === undefined ? needed : `${t(`whereOf.${place}`)}, ${needed}`;
      },
    },
    {
      key: "meaning",
      head: t("meaning"),
      cell: ({ meaning }) => (meaning === "" ? null : <Described text={meaning} />),
    },
  ];
  return <Table caption={caption} captionShown columns={columns} rows={lines} rowKey={({ name }) => name} tight />;
}
