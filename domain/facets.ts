import type { Precision } from "./count";

/** How many connections have a value. */
export type FacetCount = { readonly value: string; readonly count: number };

/**
 * The counts beside the values of each filter. Each follows all other filters but not its own, so that it tells how many
 * there would be; "has all of" follows itself too, since each further permission narrows it.
 */
export type Facets = {
  readonly precision: Precision;
  readonly status: readonly FacetCount[];
  readonly environment: readonly FacetCount[];
  readonly has: readonly FacetCount[];
  readonly lacks: readonly FacetCount[];
  readonly attention: readonly FacetCount[];
  readonly outreach: readonly FacetCount[];
  /** By the number of a person, and `nobody`. */
  readonly owner: readonly FacetCount[];
  readonly link: readonly FacetCount[];
  readonly withUser: number;
  readonly withoutUser: number;
};
