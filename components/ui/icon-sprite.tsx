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
import type { IconName } from "./icon";

const ICONS: Record<IconName, LucideIcon> = {
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

/** Draws the icons of rows and of the navigation once for the whole page: each use only references them. */
export function IconSprite() {
  return (
    <svg aria-hidden="true" className="hidden">
      {Object.entries(ICONS).map(([name, Drawing]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <Drawing size={24} />
        </symbol>
      ))}
    </svg>
  );
}
