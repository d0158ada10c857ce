import type { CaseEnd } from "@/domain/outreach/case-span";
import type { CountedCase } from "@/testing/recount/recount";

/** The content of one event as its sender means it: no body, no dialect. Instants in milliseconds. */
export type Told = {
  /** `paused` is a type that no version knows. */
  readonly kind: "created" | "updated" | "expired" | "disconnected" | "paused";
  readonly connection: string;
  readonly status: string | null;
  readonly user: string | null;
  readonly account: PlainAccount | null;
  readonly permissions: readonly string[] | null;
  readonly live: boolean | null;
  /** The event's own time; null if its dialect has none. */
  readonly occurredAt: number | null;
};

export type PlainAccount = { readonly id: string | null; readonly name: string | null };

/** An event that was kept. */
export type Kept = {
  readonly id: number;
  readonly told: Told;
  /** Identifies repeated deliveries. */
  readonly identity: string;
  readonly receivedAt: number;
  /** The earliest attempt's. */
  sentAt: number;
  deliveries: number;
  /** False while it is in the quarantine. */
  isRead: boolean;
  /** True if it was dismissed there. */
  isDismissed: boolean;
};

const STAGES = ["created", "updated", "expired", "disconnected"];
const FIVE_MINUTES = 300_000;
const TWENTY_YEARS = 20 * 365 * 86_400_000;
const FOURTEEN_DAYS = 14 * 86_400_000;

/** Returns when an event counts as having occurred. */
export function placedAt({ told, receivedAt, sentAt }: Kept): number {
  if (told.occurredAt === null) return sentAt;
  return isMisdated(told.occurredAt, receivedAt) ? receivedAt : told.occurredAt;
}

/** Returns all events of a connection in order, including unreadable ones. */
export function timelineOf(events: readonly Kept[], connection: string): Kept[] {
  const stageOf = (one: Kept) => (isUnderstood(one) ? STAGES.indexOf(one.told.kind) : STAGES.length);
  return events
    .filter(({ told }) => told.connection === connection)
    .sort((a, b) => placedAt(a) - placedAt(b) || stageOf(a) - stageOf(b) || a.id - b.id);
}

/** Returns true if an event has been read and its type is known. Only such an event changes a state. */
export function isUnderstood({ isRead, told }: Kept): boolean {
  return isRead && told.kind !== "paused";
}

/** Returns the events of a connection that count, in order. */
export function historyOf(events: readonly Kept[], connection: string): Kept[] {
  return timelineOf(events, connection).filter(isUnderstood);
}

/**
 * Returns a connection's state by the rules of docs/domain.md, looking up each value in the whole history: no step, no fold. Null
 * for an empty history.
 */
export function plainState(history: readonly Kept[]) {
  const [first] = history;
  if (!first) return null;
  const end = history.findIndex(({ told }) => told.kind === "disconnected");
  const heard = end < 0 ? history : history.slice(0, end + 1);
  const statuses = statusesOf(heard);
  const status = statuses.at(-1) ?? "";
  const since = statuses.findLastIndex((one, index) => one !== statuses[index - 1]);
  const downAt = startOfExpiry(statuses);
  const wasDown = (index: number) => startOfExpiry(statuses.slice(0, index)) !== null;
  const firstActive = heard[statuses.indexOf("active")];
  const user = changesOf(heard.map(({ told }) => told.user));
  const accounts = heard.map((_, index) => accountAfter(heard.slice(0, index + 1)));
  const account = changesOf(accounts.map((one) => JSON.stringify(one)));
  const isAccountKnown = accounts.some(({ id, name }) => id !== null || name !== null);
  const permissions = permissionChanges(heard);
  return {
    status,
    statusSince: timeOf(heard[since]) ?? 0,
    user: user.value,
    account: accounts.at(-1),
    permissions: permissions.now,
    lostPermissions: permissions.lost,
    environment: environmentOf(heard),
    firstEventAt: placedAt(first),
    firstActiveAt: timeOf(firstActive),
    expiries: statuses.filter((one, index) => one === "expired" && statuses[index - 1] !== "expired").length,
    downSince: downAt === null ? null : timeOf(heard[downAt]),
    reconnections: statuses.filter((one, index) => one === "active" && wasDown(index)).length,
    isDisconnected: end >= 0,
    anomalies: history.reduce((sum, _, index) => sum + oddities(history, index), 0),
    events: history.length,
    setBy: {
      status: heard[since]?.id,
      user: heard[user.at]?.id ?? null,
      account: isAccountKnown ? firstWithAccount(heard, accounts, account.at) : null,
      permissions: heard[permissions.at]?.id ?? null,
    },
  };
}

/** Returns the cases of all connections, oldest first within each. */
export function plainCases(events: readonly Kept[], connections: readonly string[]): CountedCase[] {
  const all = connections.map((id) => ({ id, history: historyOf(events, id) }));
  const arrivals = all.map(({ id, history }) => {
    const state = plainState(history);
    return { id, accountId: state?.account?.id ?? null, at: state?.firstActiveAt ?? null };
  });
  return all.flatMap(({ id, history }) => {
    const cases = ownCases(history).map(({ accountId, ...own }): CountedCase => {
      const successor = arrivals
        .flatMap((one) => (one.at === null ? [] : [{ ...one, at: one.at }]))
        .filter((one) => one.id !== id && accountId !== null && one.accountId === accountId)
        .filter(({ at }) => at >= own.openedAt && (own.closedAt === null || at < own.closedAt))
        .sort((a, b) => a.at - b.at)[0];
      const same = { connectionId: id, isRelapse: false };
      if (!successor) return { ...own, ...same, successor: null };
      const { openedAt } = own;
      const [end, closedAt] = ["reconnected" as const, successor.at];
      return { ...same, openedAt, closedAt, end, successor: successor.id, isAnotherAccount: false };
    });
    return cases.map((one, index) => {
      const before = cases[index - 1];
      const isBack = before?.end === "reconnected" && before.closedAt !== null;
      return { ...one, isRelapse: isBack && one.openedAt - (before.closedAt ?? 0) <= FOURTEEN_DAYS };
    });
  });
}

/** The owner of a connection. */
export type Owner = { readonly user: string | null; readonly account: PlainAccount | null };

/** Returns the owner of a connection after each of its events. Events after a disconnection add nothing. */
export function ownersOf(history: readonly Kept[]): Owner[] {
  return history.map((_, index) => {
    const state = plainState(history.slice(0, index + 1));
    return { user: state?.user ?? null, account: state?.account ?? null };
  });
}

type OwnCase = {
  openedAt: number;
  closedAt: number | null;
  end: CaseEnd | null;
  isAnotherAccount: boolean;
  accountId: string | null;
};

/** Returns the cases that the connection's own events decide. */
function ownCases(history: readonly Kept[]): OwnCase[] {
  const end = history.findIndex(({ told }) => told.kind === "disconnected");
  const heard = end < 0 ? history : history.slice(0, end + 1);
  const statuses = statusesOf(heard);
  const cases: OwnCase[] = [];
  heard.forEach((event, index) => {
    const status = statuses[index];
    if (status === statuses[index - 1]) return;
    const last = cases.at(-1);
    const accountId = accountAfter(heard.slice(0, index + 1)).id;
    if (!last || last.closedAt !== null) {
      const open = { openedAt: placedAt(event), closedAt: null, end: null, isAnotherAccount: false, accountId };
      if (status === "expired") cases.push(open);
    } else if (status === "active" || status === "disconnected") {
      last.closedAt = placedAt(event);
      last.end = status === "active" ? "reconnected" : "disconnected";
      const isAnother = last.accountId !== null && accountId !== null && last.accountId !== accountId;
      last.isAnotherAccount = status === "active" && isAnother;
    }
  });
  return cases;
}

/** Returns the status after each event. */
function statusesOf(heard: readonly Kept[]): string[] {
  const statuses: string[] = [];
  for (const { told } of heard) {
    const open = told.status ?? (told.kind === "created" ? "active" : (statuses.at(-1) ?? "active"));
    statuses.push(told.kind === "expired" || told.kind === "disconnected" ? told.kind : open);
  }
  return statuses;
}

/** Finds the start of the current expiry: the first one since it was last active. */
function startOfExpiry(statuses: readonly string[]): number | null {
  const index = statuses.indexOf("expired", statuses.lastIndexOf("active") + 1);
  return index < 0 ? null : index;
}

/** Returns the latest value of each account field; a new id resets all of them. */
function accountAfter(heard: readonly Kept[]): PlainAccount {
  const told = heard.flatMap(({ told: { account } }) => account ?? []);
  const ids = told.map(({ id }, index) => id ?? told.slice(0, index).findLast((one) => one.id !== null)?.id ?? null);
  const change = ids.findLastIndex((id, index) => id !== (ids[index - 1] ?? null) && ids[index - 1] != null);
  const about = told.slice(Math.max(0, change));
  return { id: ids.at(-1) ?? null, name: about.findLast(({ name }) => name !== null)?.name ?? null };
}

/** Returns the last value that isn't null, and where its current run began. */
function changesOf(values: readonly (string | null)[]): { value: string | null; at: number } {
  const value = values.findLast((one) => one !== null) ?? null;
  const other = values.findLastIndex((one) => one !== null && one !== value);
  return { value, at: value === null ? -1 : values.indexOf(value, other + 1) };
}

function firstWithAccount(heard: readonly Kept[], accounts: readonly PlainAccount[], at: number): number | null {
  const isUnknown = accounts[at]?.id === null && accounts[at]?.name === null;
  return isUnknown ? null : (heard[at]?.id ?? null);
}

function permissionChanges(heard: readonly Kept[]) {
  const told = heard.flatMap(({ told: { permissions } }, at) => (permissions ? [{ permissions, at }] : []));
  const keyOf = (place: number) => JSON.stringify(told[place]?.permissions.toSorted());
  const change = told.findLastIndex((_, place) => keyOf(place) !== keyOf(place - 1));
  const [before, after] = [told[change - 1]?.permissions ?? [], told[change]?.permissions ?? []];
  return {
    now: told.at(-1)?.permissions ?? null,
    lost: before.filter((name) => !after.includes(name)),
    at: told[change]?.at ?? -1,
  };
}

function environmentOf(heard: readonly Kept[]): string {
  const live = heard.findLast(({ told }) => told.live !== null)?.told.live;
  return live == null ? "unknown" : live ? "live" : "sandbox";
}

/** Counts the anomalies of the event at a place. */
function oddities(history: readonly Kept[], place: number): number {
  const event = history[place];
  if (!event) return 0;
  const { told, receivedAt } = event;
  const end = history.findIndex((one) => one.told.kind === "disconnected");
  const isAfterEnd = end >= 0 && end < place;
  const known = accountAfter(history.slice(0, isAfterEnd ? end + 1 : place)).id;
  const [id, { kind, status }] = [told.account?.id ?? null, told];
  const isEnding = kind === "expired" || kind === "disconnected";
  const isContrary =
    status !== null && (isEnding ? status !== kind : status === "expired" || status === "disconnected");
  const isOther = known !== null && id !== null && known !== id;
  const isOff = told.occurredAt !== null && isMisdated(told.occurredAt, receivedAt);
  return [isAfterEnd, isContrary, isOther, isOff].filter(Boolean).length;
}

function isMisdated(occurredAt: number, receivedAt: number): boolean {
  return occurredAt - receivedAt > FIVE_MINUTES || receivedAt - occurredAt > TWENTY_YEARS;
}

function timeOf(event: Kept | undefined): number | null {
  return event ? placedAt(event) : null;
}
