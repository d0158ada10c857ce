import { CircleAlert, CircleCheck, CircleHelp, KeyRound, type LucideIcon, Unplug } from "lucide-react";
import type { GlyphName } from "@/components/ui/glyphs";
import { STATUS_ACTIVE, STATUS_AWAITING_2FA, STATUS_DISCONNECTED, STATUS_EXPIRED } from "@/domain/connection";

type StatusLook = {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly glyph: GlyphName;
  readonly tone: string;
};

const LOOKS: Readonly<Record<string, StatusLook>> = {
  [STATUS_ACTIVE]: { word: "Active", icon: CircleCheck, glyph: "active", tone: "bg-ok-soft text-ok" },
  [STATUS_EXPIRED]: { word: "Expired", icon: CircleAlert, glyph: "expired", tone: "bg-warn-soft text-warn" },
  [STATUS_DISCONNECTED]: { word: "Disconnected", icon: Unplug, glyph: "disconnected", tone: "bg-gone-soft text-gone" },
  [STATUS_AWAITING_2FA]: { word: "Awaiting 2FA", icon: KeyRound, glyph: "waiting", tone: "bg-wait-soft text-wait" },
};

/** Icon, word and colour of a status; a word that we don't know is shown as it came. */
export function statusLook(status: string): StatusLook {
  const known = Object.hasOwn(LOOKS, status) ? LOOKS[status] : undefined;
  return known ?? { word: status, icon: CircleHelp, glyph: "unknown", tone: "bg-wait-soft text-wait" };
}
