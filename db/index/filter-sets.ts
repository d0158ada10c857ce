import type { ConnectionFilter } from "@/domain/lists/connection-search";
import { type InstantRange, instantsOf } from "@/domain/values/date-filter";
import { type Bitmap, both, either, emptyBitmap, without } from "./bitmap";
import type { FacetIndex } from "./facet-index";
import { type KeyOrder, keysBetween } from "./key-order";
import { keysInRange } from "./number-column";
import type { StateSets } from "./queue";

/** The filters that narrow independently of each other; a count beside one of them leaves its own out. */
export type FilterName =
  | "status"
  | "environment"
  | "has"
  | "lacks"
  | "attention"
  | "user"
  | "expired"
  | "created"
  | "lastEvent"
  | "list"
  | "outreach"
  | "owner"
  | "link";
export type FilterSets = ReadonlyMap<FilterName, Bitmap>;

/** Returns the connections of these users. */
export type KeysOfUsers = (users: readonly string[]) => Bitmap;

/** Returns the connections that meet each filter that is set, filter by filter. */
export function filterSets(
  index: FacetIndex,
  keysOfUsers: KeysOfUsers,
  states: StateSets,
  filter: ConnectionFilter,
  now: number,
): FilterSets {
  const sets = new Map<FilterName, Bitmap>();
  const put = (name: FilterName, set: Bitmap | null) => set && sets.set(name, set);
  put("status", amongValues(index, index.status, filter.status, filter.notStatus));
  put("environment", amongValues(index, index.environment, filter.environment, filter.notEnvironment));
  put("attention", amongValues(index, index.attention, filter.attention, filter.notAttention));
  if (filter.has.length > 0) sets.set("has", havingPermissions(index, filter));
  if (filter.lacks.length > 0) sets.set("lacks", lackingPermissions(index, filter.lacks));
  if (filter.list === "outreach") sets.set("list", index.cases.all);
  put("outreach", amongValues(index, states, filter.outreach, []));
  put("owner", amongValues(index, index.cases.owner, filter.owner, []));
  put("link", amongValues(index, index.cases.link, filter.link, []));
  put("user", ofUsers(index, keysOfUsers, filter));
  const range = (text: string) => instantsOf(text, filter.zone, now);
  const expired = range(filter.expired);
  if (expired) sets.set("expired", keysInRange(index.down, index.downSince, fromOf(expired), untilOf(expired)));
  put("created", inRange(index, index.orders.created, range(filter.created)));
  put("lastEvent", inRange(index, index.orders.last_event, range(filter.lastEvent)));
  return sets;
}

/** The connections that meet all filters, but for those that are left out. */
export function meetingAll(index: FacetIndex, sets: FilterSets, ...leftOut: readonly FilterName[]): Bitmap {
  return [...sets].reduce((met, [name, set]) => (leftOut.includes(name) ? met : both(met, set)), index.all);
}

function amongValues<T extends string>(
  index: FacetIndex,
  values: ReadonlyMap<T, Bitmap>,
  wanted: readonly T[],
  unwanted: readonly T[],
): Bitmap | null {
  if (wanted.length === 0 && unwanted.length === 0) return null;
  const among = wanted.length > 0 ? withOneOf(values, wanted) : index.all;
  return without(among, withOneOf(values, unwanted));
}

function withOneOf<T extends string>(values: ReadonlyMap<T, Bitmap>, wanted: readonly T[]): Bitmap {
  return wanted.reduce((sum, value) => either(sum, values.get(value) ?? emptyBitmap()), emptyBitmap());
}

function havingPermissions(index: FacetIndex, { has, hasMode }: ConnectionFilter): Bitmap {
  if (hasMode === "any") return withOneOf(index.permission, has);
  return has.reduce((met, name) => both(met, index.permission.get(name) ?? emptyBitmap()), index.permissionsTold);
}

function lackingPermissions(index: FacetIndex, lacks: readonly string[]): Bitmap {
  const havingAll = lacks.reduce(
    (met, name) => both(met, index.permission.get(name) ?? emptyBitmap()),
    index.permissionsTold,
  );
  return without(index.permissionsTold, havingAll);
}

function ofUsers(
  index: FacetIndex,
  keysOfUsers: KeysOfUsers,
  { user, notUser, noUser }: ConnectionFilter,
): Bitmap | null {
  if (user.length === 0 && notUser.length === 0 && noUser === "") return null;
  let met = index.all;
  if (user.length > 0 || noUser === "only") {
    met = either(keysOfUsers(user), noUser === "only" ? index.withoutUser : emptyBitmap());
  }
  if (noUser === "exclude") met = without(met, index.withoutUser);
  return notUser.length > 0 ? without(met, keysOfUsers(notUser)) : met;
}

function inRange(index: FacetIndex, order: KeyOrder, range: InstantRange | null): Bitmap | null {
  return range && keysBetween(order, index.all, fromOf(range), untilOf(range));
}

function fromOf(range: InstantRange): number {
  return range.from ?? Number.NEGATIVE_INFINITY;
}

function untilOf(range: InstantRange): number {
  return range.until ?? Number.POSITIVE_INFINITY;
}
