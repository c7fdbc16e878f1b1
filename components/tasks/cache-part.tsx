import { useTranslations } from "next-intl";
import type { TasksView } from "@/lib/tasks/shapes";
import { SettingAct } from "../settings/setting-act";
import { LiveTasks } from "./live-tasks";

/** What the identity provider remembers of one person's merges, and how to make it forget. */
export function CachePart({ user, tasks }: { user: string; tasks: TasksView }) {
  const [t, names] = [useTranslations("tasks.cache"), useTranslations("operations.names.identity")];
  const act = (name: "purge-cache" | "show-cache") => (
    <SettingAct
      operation={`identity.${name}`}
      input={{ user }}
      risk="guarded"
      verb={names(`${name}.verb`)}
      title={names(`${name}.title`, { subject: user })}
    />
  );
  return (
    <LiveTasks initial={tasks} user={user} title={t("title")} none={t("none")} may>
      <p>{t("words")}</p>
      <div className="acts">
        {act("purge-cache")}
        {act("show-cache")}
      </div>
    </LiveTasks>
  );
}

/** Everybody's at once: for admins, and another one has to agree. */
export function PurgeAll({ name, why }: { name: string; why: string | undefined }) {
  const names = useTranslations("operations.names.identity.purge-cache-all");
  return (
    <div className="acts">
      <SettingAct
        operation="identity.purge-cache-all"
        input={{}}
        risk="grave"
        verb={names("verb")}
        title={names("title", { subject: name })}
        why={why}
      />
    </div>
  );
}
