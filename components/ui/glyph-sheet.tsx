import {
  AlarmClock,
  Ban,
  Check,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Copy,
  Ellipsis,
  Hand,
  HeartHandshake,
  Inbox,
  KeyRound,
  List,
  type LucideIcon,
  ScrollText,
  Send,
  Settings,
  Unplug,
  UsersRound,
} from "lucide-react";
import type { GlyphName } from "./glyph";

const DRAWINGS: Record<GlyphName, LucideIcon> = {
  active: CircleCheck,
  expired: CircleAlert,
  disconnected: Unplug,
  waiting: KeyRound,
  unknown: CircleHelp,
  snoozed: AlarmClock,
  contacted: Send,
  held: Hand,
  blocked: Ban,
  done: Check,
  copy: Copy,
  more: Ellipsis,
  outreach: HeartHandshake,
  connections: UsersRound,
  events: List,
  deliveries: Inbox,
  audit: ScrollText,
  settings: Settings,
};

/** The drawings that stand in every row and in the navigation, once for the whole page: each row then only names them. */
export function GlyphSheet() {
  return (
    <svg aria-hidden="true" className="hidden">
      {Object.entries(DRAWINGS).map(([name, Drawing]) => (
        <symbol key={name} id={`glyph-${name}`} viewBox="0 0 24 24">
          <Drawing size={24} />
        </symbol>
      ))}
    </svg>
  );
}
