import { attentionsOf } from "@/domain/connection/attention";
import type { Connection } from "@/domain/connection/connection";
import type { ConnectionFilter } from "@/domain/lists/connection-search";
import { searchTextOf, searchWords } from "@/domain/lists/search-text";
import { type InstantRange, instantsOf } from "@/domain/values/query/date-filter";

/** Defines what each filter means, one connection at a time. Every store must agree. */
export function matching(connections: readonly Connection[], filter: ConnectionFilter, now: number): Connection[] {
  const words = searchWords(filter.q);
  const holders = countHolders(connections);
  const [expired, created, lastEvent] = [filter.expired, filter.created, filter.lastEvent].map((date) =>
    instantsOf(date, filter.zone, now),
  );
  const isIn = (range: InstantRange | null | undefined, at: number | null) =>
    !range || (at !== null && at >= (range.from ?? -Infinity) && at < (range.until ?? Infinity));
  const isAmong = (values: readonly string[], wanted: readonly string[], unwanted: readonly string[]) =>
    (wanted.length === 0 || values.some((value) => wanted.includes(value))) &&
    !values.some((value) => unwanted.includes(value));
  return connections.filter((one) => {
    const granted = one.permissions;
    const has = (name: string) => granted?.includes(name) ?? false;
    return [
      words.every((word) => searchTextOf(one).includes(word)),
      isAmong([one.status], filter.status, filter.notStatus),
      isAmong([one.environment], filter.environment, filter.notEnvironment),
      isAmong(attentionsIn(holders, one), filter.attention, filter.notAttention),
      filter.has.length === 0 || (filter.hasMode === "any" ? filter.has.some(has) : filter.has.every(has)),
      filter.lacks.length === 0 || (granted !== null && !filter.lacks.every(has)),
      isOfUser(one.user, filter),
      isIn(expired, one.isDisconnected ? null : one.downSince),
      isIn(created, one.firstEventAt),
      isIn(lastEvent, one.last.occurredAt),
    ].every(Boolean);
  });
}

function countHolders(connections: readonly Connection[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const { account, isDisconnected } of connections) {
    if (account.id !== null && !isDisconnected) holders.set(account.id, (holders.get(account.id) ?? 0) + 1);
  }
  return holders;
}

function attentionsIn(holders: ReadonlyMap<string, number>, one: Connection): string[] {
  const isShared = !one.isDisconnected && (holders.get(one.account.id ?? "") ?? 0) > 1;
  return isShared ? [...attentionsOf(one), "shared_account"] : attentionsOf(one);
}

function isOfUser(user: string | null, { user: wanted, notUser, noUser }: ConnectionFilter): boolean {
  if (user === null) return noUser === "only" || (noUser === "" && wanted.length === 0);
  if (notUser.includes(user)) return false;
  return wanted.length > 0 ? wanted.includes(user) : noUser !== "only";
}
