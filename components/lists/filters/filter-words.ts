import { LINK_WORDS, STATE_STYLES } from "@/components/lists/rows/state-style";
import { statusStyle } from "@/components/lists/rows/status-style";
import type { Attention } from "@/domain/connection/attention";
import { type ConnectionFilter, ME } from "@/domain/lists/connection-search";
import { type DatePreset, isDatePreset, parseDays } from "@/domain/values/date-filter";
import type { Environment } from "@/domain/values/environment";
import type { Phrase } from "@/domain/values/personal";

export const ENVIRONMENT_WORDS: Record<Environment, string> = {
  live: "Live",
  sandbox: "Sandbox",
  unknown: "Not told",
};

export const ATTENTION_WORDS: Record<Attention, string> = {
  expired_again: "Expired more than once",
  lost_permission: "Lost a permission",
  anomaly: "Odd event",
  unrecognised_status: "Unknown status",
  shared_account: "Account in two connections",
  relapsed: "Relapsed",
  another_account: "Came back as another account",
};

/** What the words of a filter leave open. */
export const ATTENTION_HINTS: Record<Attention, string> = {
  expired_again: "It has expired at least twice.",
  lost_permission: "Its last change of permissions took one away.",
  anomaly: "One of its events contradicts the others: see its timeline.",
  unrecognised_status: "OFAuth sent a status that Relink doesn't know.",
  shared_account: "Its account is in another connection too, and neither is disconnected.",
  relapsed: "It expired again within two weeks of coming back.",
  another_account: "After it expired, a different account was connected. Nobody has accepted it yet.",
};

export const PRESET_WORDS: Record<DatePreset, string> = {
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "over-30d": "Over 30 days ago",
};

/** "Last 7 days", "2026-01-01 to 2026-01-31", "from 2026-01-01"; empty for no filter. */
export function dateWords(filter: string): string {
  if (isDatePreset(filter)) return PRESET_WORDS[filter];
  const days = parseDays(filter);
  if (!days) return "";
  if (days.first === null) return `until ${days.last}`;
  return days.last === null ? `from ${days.first}` : `${days.first} to ${days.last}`;
}

/** What a list is narrowed by, each in a few words; empty where nothing narrows it. Words that are searched for are left out. */
export function filterPhrases(filter: ConnectionFilter): Phrase[] {
  const list = (values: readonly string[]) => values.join(" or ");
  const parts: readonly (readonly [name: string, words: string, isPersonal?: true])[] = [
    ["status", list(filter.status.map((status) => statusStyle(status).word))],
    ["not", list(filter.notStatus.map((status) => statusStyle(status).word))],
    ["environment", list(filter.environment.map((one) => ENVIRONMENT_WORDS[one]))],
    ["not in environment", list(filter.notEnvironment.map((one) => ENVIRONMENT_WORDS[one]))],
    ["has", filter.has.join(filter.hasMode === "any" ? " or " : " and ")],
    ["lacks", list(filter.lacks)],
    ["", list(filter.attention.map((one) => ATTENTION_WORDS[one].toLowerCase()))],
    ["not", list(filter.notAttention.map((one) => ATTENTION_WORDS[one].toLowerCase()))],
    [
      "outreach",
      filter.list === "outreach" ? "" : list(filter.outreach.map((one) => STATE_STYLES[one].word.toLowerCase())),
    ],
    ["link", list(filter.link.map((one) => LINK_WORDS[one].toLowerCase()))],
    ["whose", list(filter.owner.map((one) => (one === ME ? "mine" : one === "nobody" ? "nobody’s" : "a colleague’s")))],
    ["user", list(filter.user), true],
    ["not user", list(filter.notUser), true],
    ["", { "": "", only: "without a user", exclude: "with a user" }[filter.noUser]],
    ["expired", dateWords(filter.expired).toLowerCase()],
    ["created", dateWords(filter.created).toLowerCase()],
    ["last event", dateWords(filter.lastEvent).toLowerCase()],
  ];
  return parts.flatMap(([name, words, isPersonal]): Phrase[] => {
    if (!words) return [];
    return [isPersonal ? [`${name} `, { personal: words }] : [`${name} ${words}`.trim()]];
  });
}
