import {
  Bookmark,
  CircleHelp,
  CircleUser,
  Eraser,
  EyeOff,
  Inbox,
  Keyboard,
  KeyRound,
  Link,
  List,
  type LucideIcon,
  RefreshCw,
  ScrollText,
  Settings,
  Stethoscope,
  UsersRound,
} from "lucide-react";
import { THEME_OPTIONS } from "@/components/ui/theme-options";
import { mayDo } from "@/domain/access/rights";
import type { Role } from "@/domain/access/role";
import { foldText, searchWords } from "@/domain/lists/search-text";
import { THEMES, type Theme } from "@/domain/values/preferences/theme";
import {
  ACCOUNT_PATH,
  auditPath,
  connectionsPath,
  DOCTOR_PATH,
  deliveriesPath,
  erasePath,
  eventsPath,
  quarantinePath,
  replayPath,
  settingsPath,
} from "@/domain/values/query/paths";

/** A saved view, as far as a link to it needs. */
export type PaletteView = { readonly name: string; readonly href: string; readonly isPersonal?: boolean };

/** A path to open, or a function to run once the palette has closed. */
export type Choice = { readonly href: string } | { readonly run: () => void };

export type Entry = {
  readonly label: string;
  /** Other words people may search for. */
  readonly also: string;
  readonly icon: LucideIcon;
  readonly shortcut?: string;
  /** True if the label may name somebody. */
  readonly isPersonal?: boolean;
  readonly choice: Choice;
};

export type EntryGroup = { readonly name: string; readonly entries: readonly Entry[] };

export type PaletteActions = {
  readonly listShortcuts: () => void;
  readonly chooseTheme: (theme: Theme) => void;
  readonly copyLink: () => void;
};

/** Lists the entries that the palette offers without asking the server. */
export function entryGroups(views: readonly PaletteView[], role: Role, actions: PaletteActions): EntryGroup[] {
  return [
    { name: "Screens", entries: [...SCREENS, ...(mayDo(role, "read_settings") ? ADMIN_SCREENS : [])] },
    {
      name: "Views",
      entries: views.map(({ name, href, isPersonal = false }) => ({
        label: name,
        also: "view",
        icon: Bookmark,
        isPersonal,
        choice: { href },
      })),
    },
    {
      name: "Actions",
      entries: [
        {
          label: "Keyboard shortcuts",
          also: "keys help",
          icon: Keyboard,
          shortcut: "?",
          choice: { run: actions.listShortcuts },
        },
        { label: "Copy link to this page", also: "share url", icon: Link, choice: { run: actions.copyLink } },
        ...THEMES.map((theme) => ({
          ...THEME_OPTIONS[theme],
          also: "theme colors scheme mode",
          choice: { run: () => actions.chooseTheme(theme) },
        })),
      ],
    },
  ];
}

const SCREENS: readonly Entry[] = [
  { label: "Connections", also: "accounts table list", icon: UsersRound, choice: { href: connectionsPath() } },
  { label: "Events", also: "log bodies history", icon: List, choice: { href: eventsPath() } },
  { label: "Deliveries", also: "log refused duplicates", icon: Inbox, choice: { href: deliveriesPath() } },
  { label: "Signature doctor", also: "refused secret check", icon: Stethoscope, choice: { href: DOCTOR_PATH } },
  {
    label: "Quarantine",
    also: "not understood unrecognised read again",
    icon: CircleHelp,
    choice: { href: quarantinePath() },
  },
  {
    label: "Your account",
    also: "password passkey sessions sign out keyboard",
    icon: CircleUser,
    choice: { href: ACCOUNT_PATH },
  },
];

const ADMIN_SCREENS: readonly Entry[] = [
  { label: "Audit log", also: "who did what history", icon: ScrollText, choice: { href: auditPath() } },
  { label: "Replay", also: "rebuild fold check correct", icon: RefreshCw, choice: { href: replayPath() } },
  { label: "Settings", also: "webhook endpoint secret", icon: Settings, choice: { href: settingsPath() } },
  { label: "People", also: "invite roles team", icon: UsersRound, choice: { href: settingsPath("people") } },
  { label: "API tokens", also: "keys programs", icon: KeyRound, choice: { href: settingsPath("tokens") } },
  { label: "Privacy", also: "mask names viewers", icon: EyeOff, choice: { href: settingsPath("privacy") } },
  { label: "Erase", also: "forget delete user account", icon: Eraser, choice: { href: erasePath() } },
];

/** Filters entries by the rules of the table's search: each word of the query must occur. Empty groups are left out. */
export function matchingGroups(groups: readonly EntryGroup[], query: string): EntryGroup[] {
  const words = searchWords(query);
  const matches = ({ label, also }: Entry) => words.every((word) => foldText(`${label} ${also}`).includes(word));
  return groups
    .map(({ name, entries }) => ({ name, entries: entries.filter(matches) }))
    .filter(({ entries }) => entries.length > 0);
}
