"use client";

import { Bookmark, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState, useTransition } from "react";
import { perform } from "@/app/actions";
import { inert } from "@/lib/core/text";
import type { DeliveryFilter, DeliverySearch, DeliveryView } from "@/lib/deliveries/shapes";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Popover } from "../ui/popover";
import { showToast } from "../ui/show-toast";
import { addressOf } from "./address";
import { ViewForm } from "./view-form";

type Props = { views: readonly DeliveryView[]; filter: DeliveryFilter };

/** Searches that were kept, each a link, and a way to keep the present one. */
export function SavedViews({ views, filter }: Props) {
  const t = useTranslations("deliveries.views");
  const router = useRouter();
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState(false);
  const [busy, start] = useTransition();
  const { state, app, event, status, q } = filter;
  const search: DeliverySearch = { state, app, event, status, q };
  const here = addressOf(search);
  const remove = ({ id, name, search: kept, shared }: DeliveryView): void =>
    start(async () => {
      const done = await perform({ operation: "delivery-view.remove", input: { id } }).catch(unanswered);
      list.current?.focus();
      const input = { name, search: kept, shared };
      const again = () => perform({ operation: "delivery-view.save", input }).then(() => router.refresh());
      if (done.ok) showToast({ words: t("removed", { name: inert(name) }), undo: () => void again() });
      router.refresh();
    });
  return (
    <nav className="views" aria-label={t("title")}>
      <ul ref={list} tabIndex={-1} aria-label={t("title")}>
        {views.map((view) => (
          <li key={view.id}>
            <Link
              prefetch={false}
              href={addressOf(view.search)}
              aria-current={addressOf(view.search) === here ? "page" : undefined}
            >
              {inert(view.name)}
            </Link>
            {view.own ? (
              <button
                type="button"
                className="suggestion"
                aria-label={t("remove", { name: inert(view.name) })}
                aria-disabled={busy || undefined}
                onClick={busy ? undefined : () => remove(view)}
              >
                <Icon of={X} />
              </button>
            ) : (
              <span className="small quiet"> {t("sharedBy", { owner: inert(view.owner) })}</span>
            )}
          </li>
        ))}
      </ul>
      <Popover
        label={t("save")}
        open={open}
        onOpenChange={setOpen}
        trigger={(props) => (
          <Button {...props} size="small" variant="bare" icon={<Icon of={Bookmark} />}>
            {t("save")}
          </Button>
        )}
      >
        <ViewForm search={search} onSaved={() => setOpen(false)} />
      </Popover>
    </nav>
  );
}
