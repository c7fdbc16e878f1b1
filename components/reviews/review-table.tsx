"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ReviewCard } from "@/lib/reviews/shapes";
import { useOperationTitle } from "../operation/use-operation-title";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { ReviewClock } from "./review-clock";
import { ReviewState } from "./review-state";

type Props = { caption: string; reviews: readonly ReviewCard[]; now: string; foot?: ReactNode; empty: ReactNode };

/** Emergency acts with what is still owed for each. */
export function ReviewTable({ caption, reviews, now, foot, empty }: Props) {
  const t = useTranslations("reviews.column");
  const titleOf = useOperationTitle();
  const columns: Column<ReviewCard>[] = [
    {
      key: "act",
      head: t("act"),
      cell: ({ id, operation, subject }) => (
        <Link prefetch={false} href={`/approvals/reviews/${id}`}>
          {titleOf(operation, subject)}
        </Link>
      ),
    },
    { key: "by", head: t("by"), width: "140px", cell: ({ actorName }) => actorName },
    {
      key: "acted",
      head: t("acted"),
      width: "190px",
      cell: ({ openedAt }) => <Time at={openedAt} now={now} shape="list" />,
    },
    { key: "due", head: t("due"), width: "170px", cell: (review) => <ReviewClock review={review} now={now} /> },
    { key: "state", head: t("state"), width: "150px", cell: ({ state }) => <ReviewState state={state} /> },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={reviews}
      rowKey={({ id }) => id}
      rowState={({ late, state }) => (late && state !== "filed" ? "down" : undefined)}
      foot={foot}
      empty={empty}
    />
  );
}
