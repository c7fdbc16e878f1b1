import {
  Activity,
  DoorOpen,
  FileText,
  KeyRound,
  ListChecks,
  LogOut,
  type LucideIcon,
  Rocket,
  ScrollText,
  Send,
  Settings,
  Siren,
  Stamp,
  Users,
} from "lucide-react";
import { Icon } from "../ui/icon";

const icons = {
  triage: Activity,
  incidents: Siren,
  approvals: Stamp,
  operations: ListChecks,
  deliveries: Send,
  deploys: Rocket,
  keys: KeyRound,
  people: Users,
  sessions: LogOut,
  bypass: DoorOpen,
  reports: FileText,
  record: ScrollText,
  settings: Settings,
} satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof icons;

/** The icon of a page, chosen by name, because a page on the server cannot hand a component to the browser. */
export function NavIcon({ name }: { name: IconName }) {
  return <Icon of={icons[name]} />;
}
