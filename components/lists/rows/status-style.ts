import type { IconName } from "@/components/ui/icon";
import {
  STATUS_ACTIVE,
  STATUS_AWAITING_2FA,
  STATUS_DISCONNECTED,
  STATUS_EXPIRED,
} from "@/domain/connection/connection";

type StatusStyle = {
  readonly word: string;

  readonly icon: IconName;
  readonly tone: string;
};

const STYLES: Readonly<Record<string, StatusStyle>> = {
  [STATUS_ACTIVE]: { word: "Active", icon: "active", tone: "bg-ok-soft text-ok" },
  [STATUS_EXPIRED]: { word: "Expired", icon: "expired", tone: "bg-warn-soft text-warn" },
  [STATUS_DISCONNECTED]: { word: "Disconnected", icon: "disconnected", tone: "bg-gone-soft text-gone" },
  [STATUS_AWAITING_2FA]: { word: "Awaiting 2FA", icon: "waiting", tone: "bg-wait-soft text-wait" },
};

/** Returns the icon, word and colour of a status. An unknown status is shown as received. */
export function statusStyle(status: string): StatusStyle {
  const known = Object.hasOwn(STYLES, status) ? STYLES[status] : undefined;
  return known ?? { word: status, icon: "unknown", tone: "bg-wait-soft text-wait" };
}
