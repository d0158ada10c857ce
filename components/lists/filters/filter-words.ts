import { LINK_WORDS, STATE_STYLES } from "@/components/lists/rows/state-style";
import { statusStyle } from "@/components/lists/rows/status-style";
import type { Attention } from "@/domain/connection/attention";
import { type ConnectionFilter, ME } from "@/domain/lists/connection-search";
import type { FilterName, FilterOf } from "@/domain/lists/filters";
import type { Environment } from "@/domain/values/environment";
import type { Phrase } from "@/domain/values/personal";
import { type DatePreset, isDatePreset, parseDays } from "@/domain/values/query/date-filter";

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

/** The names of the filters by dates, in the order in which they are offered. */
export const DATE_FILTERS: Readonly<Record<FilterOf<"dates">, { readonly title: string; readonly name: string }>> = {
  expired: { title: "Expired, and not back since", name: "Expired" },
  lastEvent: { title: "Last event", name: "Last event" },
  created: { title: "First event", name: "Created" },
};

/** Puts each filter into words, if it is set. Words that were typed are shown apart. */
const PHRASES: Readonly<Record<Exclude<FilterName, "q">, (filter: ConnectionFilter) => readonly Phrase[]>> = {
  status: ({ status, notStatus }) => [
    ...named("status", anyOf(status.map((one) => statusStyle(one).word))),
    ...named("not", anyOf(notStatus.map((one) => statusStyle(one).word))),
  ],
  environment: ({ environment, notEnvironment }) => [
    ...named("environment", anyOf(environment.map((one) => ENVIRONMENT_WORDS[one]))),
    ...named("not in environment", anyOf(notEnvironment.map((one) => ENVIRONMENT_WORDS[one]))),
  ],
  has: ({ has, hasMode }) => named("has", has.join(hasMode === "any" ? " or " : " and ")),
  lacks: ({ lacks }) => named("lacks", anyOf(lacks)),
  attention: ({ attention, notAttention }) => [
    ...named("", anyOf(attention.map((one) => ATTENTION_WORDS[one].toLowerCase()))),
    ...named("not", anyOf(notAttention.map((one) => ATTENTION_WORDS[one].toLowerCase()))),
  ],
  outreach: ({ list, outreach }) =>
    list === "outreach" ? [] : named("outreach", anyOf(outreach.map((one) => STATE_STYLES[one].word.toLowerCase()))),
  link: ({ link }) => named("link", anyOf(link.map((one) => LINK_WORDS[one].toLowerCase()))),
  owner: ({ owner }) =>
    named("whose", anyOf(owner.map((one) => (one === ME ? "mine" : one === "nobody" ? "nobody’s" : "a colleague’s")))),
  user: ({ user, notUser, noUser }) => [
    ...namedUsers("user", user),
    ...namedUsers("not user", notUser),
    ...named("", { "": "", only: "without a user", exclude: "with a user" }[noUser]),
  ],
  expired: (filter) => dated("expired", filter),
  created: (filter) => dated("created", filter),
  lastEvent: (filter) => dated("lastEvent", filter),
};

/** Describes what narrows a list, each filter in a few words; empty if nothing does. Words that are searched for are left out. */
export function filterPhrases(filter: ConnectionFilter): Phrase[] {
  return Object.values(PHRASES).flatMap((phrasesOf) => phrasesOf(filter));
}

function anyOf(values: readonly string[]): string {
  return values.join(" or ");
}

function named(name: string, words: string): Phrase[] {
  return words === "" ? [] : [[`${name} ${words}`.trim()]];
}

function namedUsers(name: string, users: readonly string[]): Phrase[] {
  return users.length === 0 ? [] : [[`${name} `, { personal: anyOf(users) }]];
}

function dated(name: FilterOf<"dates">, filter: ConnectionFilter): Phrase[] {
  return named(DATE_FILTERS[name].name.toLowerCase(), dateWords(filter[name]).toLowerCase());
}
