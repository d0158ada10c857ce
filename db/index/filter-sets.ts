import type { ConnectionFilter } from "@/domain/lists/connection-search";
import type { FilterName, FilterOf } from "@/domain/lists/filters";
import { type InstantRange, instantsOf } from "@/domain/values/query/date-filter";
import { type Bitmap, both, either, emptyBitmap, without } from "./bitmap";
import type { FacetIndex } from "./facet-index";
import { type KeyOrder, keysBetween } from "./key-order";
import { keysInRange } from "./number-column";
import type { StateSets } from "./queue";

/** What narrows the list independently of the rest: its filters, but for words, and that it is the queue. */
export type SetName = Exclude<FilterName, "q"> | "list";
export type FilterSets = ReadonlyMap<SetName, Bitmap>;

/** Returns the connections of these users. */
export type KeysOfUsers = (users: readonly string[]) => Bitmap;

type Asked = {
  readonly index: FacetIndex;
  readonly keysOfUsers: KeysOfUsers;
  readonly states: StateSets;
  readonly filter: ConnectionFilter;
  readonly now: number;
};
type ValueSets = ReadonlyMap<string, Bitmap>;

/** The connections with each value of a filter; of permissions, which a connection has several of, see `permissionsTold`. */
export const VALUE_SETS = {
  status: ({ index }) => index.status,
  environment: ({ index }) => index.environment,
  attention: ({ index }) => index.attention,
  outreach: ({ states }) => states,
  owner: ({ index }) => index.cases.owner,
  link: ({ index }) => index.cases.link,
} as const satisfies Readonly<
  Record<Exclude<FilterOf<"values">, "has" | "lacks">, (asked: Pick<Asked, "index" | "states">) => ValueSets>
>;

/** The connections that meet a filter; null if it isn't set. */
const SETS: Readonly<Record<SetName, (asked: Asked) => Bitmap | null>> = {
  status: (asked) => amongValues(asked, "status", asked.filter.notStatus),
  environment: (asked) => amongValues(asked, "environment", asked.filter.notEnvironment),
  attention: (asked) => amongValues(asked, "attention", asked.filter.notAttention),
  has: ({ index, filter }) => (filter.has.length > 0 ? havingPermissions(index, filter) : null),
  lacks: ({ index, filter }) => (filter.lacks.length > 0 ? lackingPermissions(index, filter.lacks) : null),
  list: ({ index, filter }) => (filter.list === "outreach" ? index.cases.all : null),
  outreach: (asked) => amongValues(asked, "outreach"),
  owner: (asked) => amongValues(asked, "owner"),
  link: (asked) => amongValues(asked, "link"),
  user: ({ index, keysOfUsers, filter }) => ofUsers(index, keysOfUsers, filter),
  expired: (asked) => {
    const range = rangeOf(asked, "expired");
    return range && keysInRange(asked.index.down, asked.index.downSince, fromOf(range), untilOf(range));
  },
  created: (asked) => inRange(asked.index, asked.index.orders.created, rangeOf(asked, "created")),
  lastEvent: (asked) => inRange(asked.index, asked.index.orders.last_event, rangeOf(asked, "lastEvent")),
};

/** Returns the connections that meet each filter that is set, filter by filter. */
export function filterSets(asked: Asked): FilterSets {
  // Safe: the keys of a record of names are its names.
  const names = Object.keys(SETS) as SetName[];
  return new Map(
    names.flatMap((name): [SetName, Bitmap][] => {
      const set = SETS[name](asked);
      return set ? [[name, set]] : [];
    }),
  );
}

/** The connections that meet all filters, but for those that are left out. */
export function meetingAll(index: FacetIndex, sets: FilterSets, ...leftOut: readonly SetName[]): Bitmap {
  return [...sets].reduce((met, [name, set]) => (leftOut.includes(name) ? met : both(met, set)), index.all);
}

function amongValues(asked: Asked, name: keyof typeof VALUE_SETS, unwanted: readonly string[] = []): Bitmap | null {
  const wanted = asked.filter[name];
  if (wanted.length === 0 && unwanted.length === 0) return null;
  const values = VALUE_SETS[name](asked);
  const among = wanted.length > 0 ? withOneOf(values, wanted) : asked.index.all;
  return without(among, withOneOf(values, unwanted));
}

function rangeOf({ filter, now }: Asked, name: FilterOf<"dates">): InstantRange | null {
  return instantsOf(filter[name], filter.zone, now);
}

function withOneOf(values: ValueSets, wanted: readonly string[]): Bitmap {
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
