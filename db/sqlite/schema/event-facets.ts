import type { Reading } from "@/domain/intake/event";
import { EVENT_TYPES, type EventFilter, type EventType, LOG_DIALECTS, LOG_SCHEMES } from "@/domain/intake/event-log";
import type { SignatureScheme } from "@/domain/intake/signature";
import { ENVIRONMENTS, type Environment } from "@/domain/values/environment";

/** The digits of a facet's number. Append new values to the end of each list. */
const PARTS = { type: EVENT_TYPES, dialect: LOG_DIALECTS, scheme: LOG_SCHEMES, environment: ENVIRONMENTS } as const;
const PART_MAX = 16;
/** Added to the facet of an event that was dismissed from the quarantine. */
const DISMISSED = PART_MAX ** 4;

type Facet = Pick<Reading, "dialect"> & {
  readonly type: EventType;
  readonly scheme: SignatureScheme;
  readonly environment: Environment;
};

/** Returns the value of `events.facet`: a few small numbers in one, by which the log filters. */
export function facetOf(reading: Reading, scheme: SignatureScheme): number {
  const type = reading.kind === "connection" ? reading.change : reading.kind === "rules" ? "rules" : "unrecognised";
  const environment = reading.kind === "connection" ? reading.environment : "unknown";
  return packFacet({ type, dialect: reading.dialect, scheme, environment });
}

/** Packs a facet into a number. */
export function packFacet({ type, dialect, scheme, environment }: Facet): number {
  const places = [
    PARTS.type.indexOf(type),
    PARTS.dialect.indexOf(dialect ?? "unknown"),
    PARTS.scheme.indexOf(scheme),
    PARTS.environment.indexOf(environment),
  ];
  return places.reduce((number, place) => number * PART_MAX + place, 0);
}

/** Returns the facet of an event that is dismissed from the quarantine. */
export function dismissedFacet(facet: number): number {
  return isDismissedFacet(facet) ? facet : facet + DISMISSED;
}

/** Returns the facet of an event that is back in the quarantine. */
export function waitingFacet(facet: number): number {
  return isDismissedFacet(facet) ? facet - DISMISSED : facet;
}

function isDismissedFacet(facet: number): boolean {
  return facet >= DISMISSED;
}

/** Returns true if events of a facet pass a filter. */
export function isFacetShown(facet: number, filter: EventFilter): boolean {
  const [type, dialect, scheme, environment] = unpack(facet);
  return (
    (filter.dismissed === "" || isDismissedFacet(facet) === (filter.dismissed === "yes")) &&
    isChosen(filter.type, PARTS.type[type]) &&
    isChosen(filter.dialect, PARTS.dialect[dialect]) &&
    isChosen(filter.scheme, PARTS.scheme[scheme]) &&
    isChosen(filter.environment, PARTS.environment[environment])
  );
}

/** Returns the kind of event and the environment of a facet. */
export function readFacet(facet: number): Pick<Facet, "type" | "environment"> {
  const [type, , , environment] = unpack(facet);
  return { type: PARTS.type[type] ?? "unrecognised", environment: PARTS.environment[environment] ?? "unknown" };
}

function unpack(facet: number): [number, number, number, number] {
  const [a, b, c] = [PART_MAX ** 3, PART_MAX ** 2, PART_MAX];
  return [
    Math.floor(facet / a) % PART_MAX,
    Math.floor(facet / b) % PART_MAX,
    Math.floor(facet / c) % PART_MAX,
    facet % PART_MAX,
  ];
}

function isChosen<T>(chosen: readonly T[], value: T | undefined): boolean {
  return chosen.length === 0 || (value !== undefined && chosen.includes(value));
}
