import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleSlash,
  KeyRound,
  Link2,
  type LucideIcon,
  RefreshCw,
  ShieldCheck,
  Unplug,
  UserPen,
} from "lucide-react";
import { statusStyle } from "@/components/lists/rows/status-style";
import type { IconName } from "@/components/ui/icon";
import type { EventStep } from "@/domain/lists/timeline";

type StepStyle = { readonly icon: LucideIcon; readonly tone: string };

/** The same icons as in `icon-sprite.tsx`. */
const STATUS_ICONS: Partial<Record<IconName, LucideIcon>> = {
  active: CircleCheck,
  expired: CircleAlert,
  disconnected: Unplug,
  waiting: KeyRound,
};

const QUIET = "bg-gone-soft text-gone";

/** Returns the icon and colour of a step, by the first thing that it changed. */
export function stepStyle(step: EventStep): StepStyle {
  if (step.kind === "unrecognised") return { icon: CircleHelp, tone: "bg-wait-soft text-wait" };
  const [change] = step.effect.changes;
  if (!change) return { icon: step.effect.anomalies.length > 0 ? CircleSlash : RefreshCw, tone: QUIET };
  switch (change.kind) {
    case "connected":
      return { icon: Link2, tone: "bg-ok-soft text-ok" };
    case "reconnected":
      return { icon: CircleCheck, tone: "bg-ok-soft text-ok" };
    case "expired":
      return { icon: CircleAlert, tone: "bg-warn-soft text-warn" };
    case "disconnected":
      return { icon: Unplug, tone: QUIET };
    case "status":
      return { icon: STATUS_ICONS[statusStyle(change.to).icon] ?? CircleHelp, tone: statusStyle(change.to).tone };
    case "permissions":
    case "permissions_known":
      return { icon: ShieldCheck, tone: "bg-accent-soft text-accent" };
    default:
      return { icon: UserPen, tone: "bg-accent-soft text-accent" };
  }
}
