import { statusStyle } from "@/components/lists/rows/status-style";
import { accountTitle, type ConnectionEvent } from "@/domain/connection/connection";
import type { Anomaly } from "@/domain/connection/projection";
import type { Account, UnrecognisedReason } from "@/domain/intake/event";
import { misdatedBy } from "@/domain/intake/event-time";
import type { Change, ConnectionStep } from "@/domain/lists/timeline";
import { formatDuration, formatOrdinal } from "@/domain/values/duration";
import type { Phrase } from "@/domain/values/personal";
import { unreachable } from "@/domain/values/unreachable";
import { UNCHANGED_WORDS } from "./event-style";

/** Describes what happened in one sentence. */
export function headline(step: ConnectionStep): Phrase {
  const [first] = step.effect.changes;
  const unchanged = UNCHANGED_WORDS[step.event.said.change];
  if (step.effect.anomalies.includes("after_disconnection")) return [unchanged.afterEnd];
  return first ? changePhrase(first) : [unchanged.once];
}

/** Describes what else it changed, one line each; permissions are shown separately. */
export function furtherChanges(step: ConnectionStep): Phrase[] {
  const [, ...rest] = step.effect.changes;
  return rest
    .filter((change) => change.kind !== "permissions" && change.kind !== "permissions_known")
    .map(changePhrase);
}

/** Describes an event's anomaly in a sentence. */
export function anomalyWords(anomaly: Anomaly, { said, receivedAt }: ConnectionEvent): string {
  return anomaly === "misdated" ? misdatedWords(misdatedBy(said, receivedAt)) : ANOMALY_WORDS[anomaly];
}

/** Describes how far off an event's own time is, and where it was placed instead. */
export function misdatedWords(differenceMs: number): string {
  const direction = differenceMs > 0 ? "ahead" : "before its receipt";
  return `Dated ${formatDuration(Math.abs(differenceMs))} ${direction}; placed at its receipt.`;
}

const ANOMALY_WORDS: Readonly<Record<Exclude<Anomaly, "misdated">, string>> = {
  after_disconnection:
    "Came after the disconnection, which is final. It is kept here and changed nothing; the user needs a new connection.",
  status_contradicts_type: "Its status contradicts its type. The type decided.",
  account_changed:
    "The remote account is not the one that was connected before. Check with the user which one is meant.",
};

export const UNRECOGNISED_WORDS: Readonly<Record<UnrecognisedReason, string>> = {
  not_utf8: "Its body is not text in UTF-8.",
  not_json: "Its body is not JSON.",
  not_an_object: "Its body is JSON, but not an object.",
  no_type: "Its body has no type.",
  unknown_type: "Relink does not know this type yet.",
  no_connection_id: "It does not say which connection it is about.",
  id_too_long: "An id in it is longer than any id can be.",
};

/** One change in a sentence, without its full stop. */
export function changePhrase(change: Change): Phrase {
  switch (change.kind) {
    case "connected":
      return ["Connected"];
    case "expired":
      return [`Expired${after(change.activeFor, " after being active for")}${nth(change.expiries)}`];
    case "reconnected":
      return [`Reconnected after ${formatDuration(change.downFor)}${nth(change.reconnections)}`];
    case "disconnected":
      return [
        `Disconnected for good${change.from ? `, ${formatDuration(change.after ?? 0)} after it became ${lower(change.from)}` : ""}`,
      ];
    case "status":
      return [
        change.from
          ? `Status changed from ${lower(change.from)} to ${lower(change.to)}`
          : `First seen as ${lower(change.to)}`,
      ];
    case "permissions_known":
      return [`${change.permissions.length} ${change.permissions.length === 1 ? "permission" : "permissions"} granted`];
    case "permissions":
      return [permissionSentence(change.gained.length, change.lost.length)];
    case "account_known":
      return ["Account is ", titleOf(change.account)];
    case "account_changed":
      return ["Now a different account: was ", titleOf(change.from), ", is ", titleOf(change.to)];
    case "renamed":
      return renamed(change);
    case "avatar":
      return ["New picture"];
    case "user":
      return change.from
        ? ["Moved from user ", { personal: change.from }, " to ", { personal: change.to }]
        : ["Belongs to user ", { personal: change.to }];
    default:
      return unreachable(change);
  }
}

function permissionSentence(gained: number, lost: number): string {
  if (lost === 0) return `Gained ${gained} ${gained === 1 ? "permission" : "permissions"}`;
  if (gained === 0) return `Lost ${lost} ${lost === 1 ? "permission" : "permissions"}`;
  return `Gained ${gained} and lost ${lost} permissions`;
}

function renamed(change: Extract<Change, { kind: "renamed" }>): Phrase {
  const sign = change.what === "username" ? "@" : "";
  const what = change.what === "username" ? "Username" : "Name";
  const to = { personal: `${sign}${change.to}` };
  return change.from === null
    ? [`${what} is `, to]
    : [`${what} changed from `, { personal: `${sign}${change.from}` }, " to ", to];
}

function after(ms: number | null, words: string): string {
  return ms === null ? "" : `${words} ${formatDuration(ms)}`;
}

function nth(count: number): string {
  return count > 1 ? `, for the ${formatOrdinal(count)} time` : "";
}

function lower(status: string): string {
  const { word } = statusStyle(status);
  return word === status ? status : word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function titleOf(account: Account): Phrase[number] {
  const title = accountTitle(account) ?? account.id;
  if (title === null) return "unknown";
  return { personal: account.name && account.username ? `${title} (@${account.username})` : title };
}
