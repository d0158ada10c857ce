import type { GlyphName } from "@/components/ui/glyph";
import {
  STATUS_ACTIVE,
  STATUS_AWAITING_2FA,
  STATUS_DISCONNECTED,
  STATUS_EXPIRED,
} from "@/domain/connection/connection";

type StatusLook = {
  readonly word: string;

  readonly glyph: GlyphName;
  readonly tone: string;
};

const LOOKS: Readonly<Record<string, StatusLook>> = {
  [STATUS_ACTIVE]: { word: "Active", glyph: "active", tone: "bg-ok-soft text-ok" },
  [STATUS_EXPIRED]: { word: "Expired", glyph: "expired", tone: "bg-warn-soft text-warn" },
  [STATUS_DISCONNECTED]: { word: "Disconnected", glyph: "disconnected", tone: "bg-gone-soft text-gone" },
  [STATUS_AWAITING_2FA]: { word: "Awaiting 2FA", glyph: "waiting", tone: "bg-wait-soft text-wait" },
};

/** Icon, word and colour of a status; a word that we don't know is shown as it came. */
export function statusLook(status: string): StatusLook {
  const known = Object.hasOwn(LOOKS, status) ? LOOKS[status] : undefined;
  return known ?? { word: status, glyph: "unknown", tone: "bg-wait-soft text-wait" };
}
