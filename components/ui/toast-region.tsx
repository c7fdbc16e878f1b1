"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { hideToast, onToasts, type ShownToast, shownToasts } from "./show-toast";
import { Toast } from "./toast";

const none: readonly ShownToast[] = [];

/** Where toasts stand; mounted once by the shell. */
export function ToastRegion() {
  const t = useTranslations("common");
  const toasts = useSyncExternalStore(onToasts, shownToasts, () => none);
  return (
    <section className="toasts" aria-label={t("notices")}>
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} onGone={() => hideToast(toast.id)} />
      ))}
    </section>
  );
}
