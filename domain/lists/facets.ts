import type { Precision } from "@/domain/values/count";
import type { FilterOf } from "./filters";

/** Of the values that the sender chooses, this many are counted, and those that are asked for. */
export const FACET_VALUES_MAX = 50;

/** How many connections have a value. */
export type FacetCount = { readonly value: string; readonly count: number };

/**
 * The counts beside the values of each filter. Each follows all other filters but not its own, so that it tells how many
 * there would be; "has all of" follows itself too, since each further permission narrows it. Of statuses and permissions, which
 * are the sender's own words, the most frequent are counted, and those that are asked for.
 */
export type Facets = { readonly [Name in FilterOf<"values">]: readonly FacetCount[] } & {
  readonly precision: Precision;
  /** How many further values there are that are not counted here. */
  readonly unlisted: { readonly status: number; readonly permission: number };
  /** How many there would be of all statuses. */
  readonly withAnyStatus: number;
  readonly withUser: number;
  readonly withoutUser: number;
};
