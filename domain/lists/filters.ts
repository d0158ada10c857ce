import { ATTENTIONS } from "@/domain/connection/attention";
import { OUTREACH_STATES } from "@/domain/outreach/outreach";
import { LINK_PROGRESSES } from "@/domain/outreach/reconnect-step";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { anyOf, date, oneOf, type QueryTable, text, texts, zone } from "@/domain/values/query/query-field";
import { LISTS } from "./list-look";

/** Longer than any id of a connection or a user, which is matched exactly only when it is whole. */
export const QUERY_LENGTH_MAX = 300;
export const VALUE_LENGTH_MAX = 300;
export const VALUES_MAX = 30;
export const DEFAULT_ZONE = "UTC";
/** In the queue's address: wherever cases stand. Without it, those are meant of which something is wanted. */
export const ANY_STATE = "any";

/**
 * What a filter holds. `values`: words of OFAuth's or ours, each of them counted. `dates`: a preset or a range of days, see
 * `date-filter.ts`. `words`: what someone typed. `users`: lists of references. The last two may name somebody, so the audit log keeps
 * neither, and viewers see neither views with words nor names of views about users.
 */
type FilterKind = "values" | "dates" | "words" | "users";

type FilterTable = Readonly<
  Record<
    string,
    {
      readonly kind: FilterKind;
      /** Parameters by their names in code, which narrow the list unless they are empty. Addresses have the names in snake case. */
      readonly params: QueryTable;
      /** Parameters that only say how the others are meant. */
      readonly modes?: QueryTable;
    }
  >
>;

const values = texts(VALUE_LENGTH_MAX, VALUES_MAX);

/**
 * Every filter of the lists of connections. All are met; several values of one are alternatives. What a filter does elsewhere is in
 * tables typed by its name: `SETS` in `db/index/filter-sets.ts`, `PHRASES` and `CONTROLS` in `components/lists/filters/`.
 */
export const FILTERS = {
  q: { kind: "words", params: { q: text(QUERY_LENGTH_MAX) } },
  /** Any word that OFAuth may use. */
  status: { kind: "values", params: { status: values, notStatus: values } },
  environment: {
    kind: "values",
    params: { environment: anyOf(ENVIRONMENTS), notEnvironment: anyOf(ENVIRONMENTS) },
  },
  /** Permissions; whether one of them is enough. */
  has: { kind: "values", params: { has: values }, modes: { hasMode: oneOf(["any", "all"], "any") } },
  /** Permissions of which at least one is missing; a connection whose permissions were never reported lacks none. */
  lacks: { kind: "values", params: { lacks: values } },
  attention: { kind: "values", params: { attention: anyOf(ATTENTIONS), notAttention: anyOf(ATTENTIONS) } },
  /** `noUser`: connections without a user are left as they are, or the only ones, or left out. */
  user: {
    kind: "users",
    params: { user: values, notUser: values, noUser: oneOf(["", "only", "exclude"], "") },
  },
  /** Where the newest case stands. */
  outreach: { kind: "values", params: { outreach: anyOf([...OUTREACH_STATES, ANY_STATE]) } },
  /** The assignee: the number of a person, `nobody`, or `ME` for the person who looks. */
  owner: { kind: "values", params: { owner: values } },
  /** How far the user came with the reconnect link. */
  link: { kind: "values", params: { link: anyOf(LINK_PROGRESSES) } },
  /** Start of the current expiry, which isn't recovered yet. */
  expired: { kind: "dates", params: { expired: date() } },
  created: { kind: "dates", params: { created: date() } },
  lastEvent: { kind: "dates", params: { lastEvent: date() } },
} as const satisfies FilterTable;

export type FilterName = keyof typeof FILTERS;
/** The filters of a kind. */
export type FilterOf<Kind extends FilterKind> = {
  [Name in FilterName]: (typeof FILTERS)[Name]["kind"] extends Kind ? Name : never;
}[FilterName];

/** Safe: the keys of the table are the names of the filters. */
export const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[];

type ParamsOf<Filter> = Filter extends { params: infer Params; modes: infer Modes }
  ? Params & Modes
  : Filter extends { params: infer Params }
    ? Params
    : never;
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Every parameter of every filter, with the list and the time zone in which days begin and end. */
export const FILTER_PARAMS = { list: oneOf(LISTS, "connections"), ...paramsOfAll(), zone: zone(DEFAULT_ZONE) };
export type FilterParam = keyof typeof FILTER_PARAMS;

/** Names in an address that differ from those in code. */
export const URL_NAMES = Object.fromEntries(
  Object.keys(FILTER_PARAMS).map((param) => [param, param.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
);

/** The parameters that may name somebody. */
export const PERSONAL_PARAMS = FILTER_NAMES.flatMap((name) => {
  const { kind, params }: FilterTable[string] = FILTERS[name];
  if (kind !== "words" && kind !== "users") return [];
  return Object.entries(params).flatMap(([param, { expects }]) =>
    // Safe: the parameters of a filter are among those of all. Of a filter by users, references are in its lists.
    kind === "words" || expects.isRepeatable ? [{ param: param as FilterParam, kind }] : [],
  );
});

/** Lists the filters of a kind. Safe: each is compared with the kind. */
export function filtersOf<Kind extends FilterKind>(kind: Kind): readonly FilterOf<Kind>[] {
  return FILTER_NAMES.filter(
    (name) => FILTERS[name].kind === kind,
  ) as readonly FilterName[] as readonly FilterOf<Kind>[];
}

/** Safe: puts the parameters of all filters into one object, in their order. */
function paramsOfAll(): Both<ParamsOf<(typeof FILTERS)[FilterName]>> {
  const filters: FilterTable = FILTERS;
  return Object.assign({}, ...Object.values(filters).map(({ params, modes }) => ({ ...params, ...modes })));
}
