import type { Reading } from "@/domain/intake/event";
import type { EventFilter, EventType, LogDialect } from "@/domain/intake/event-log";
import type { SignatureScheme } from "@/domain/intake/signature";
import type { Environment } from "@/domain/values/environment";
import { EVENT_KINDS, valuesByNumber } from "./event-kinds";

type Parts = {
  readonly type: EventType;
  readonly dialect: LogDialect;
  readonly scheme: SignatureScheme;
  readonly environment: Environment;
};
type Part = keyof Parts;

/** The digit of each value in a facet. Facets are stored: a digit is never changed, and never used again. */
const DIGITS: { readonly [Name in Part]: Readonly<Record<Parts[Name], number>> } = {
  type: EVENT_KINDS,
  dialect: { docs: 0, sdk: 1, flat: 2, unknown: 3 },
  scheme: { svix: 0, ofauth: 1 },
  environment: { live: 0, sandbox: 1, unknown: 2 },
};
const VALUES: { readonly [Name in Part]: ReadonlyMap<number, Parts[Name]> } = {
  type: valuesByNumber(DIGITS.type),
  dialect: valuesByNumber(DIGITS.dialect),
  scheme: valuesByNumber(DIGITS.scheme),
  environment: valuesByNumber(DIGITS.environment),
};
/** How far each part's digit is shifted. */
const PLACES: Readonly<Record<Part, number>> = { type: 16 ** 3, dialect: 16 ** 2, scheme: 16, environment: 1 };
const DIGITS_MAX = 16;
/** Added to the facet of an event that was dismissed from the quarantine. */
const DISMISSED = 16 ** 4;

type Facet = Omit<Parts, "dialect"> & Pick<Reading, "dialect">;

/** Returns the value of `events.facet`: a few small numbers in one, by which the log filters. */
export function facetOf(reading: Reading, scheme: SignatureScheme): number {
  const type = reading.kind === "connection" ? reading.change : reading.kind === "rules" ? "rules" : "unrecognised";
  const environment = reading.kind === "connection" ? reading.environment : "unknown";
  return packFacet({ type, dialect: reading.dialect, scheme, environment });
}

/** Packs a facet into a number. */
export function packFacet({ type, dialect, scheme, environment }: Facet): number {
  return (
    DIGITS.type[type] * PLACES.type +
    DIGITS.dialect[dialect ?? "unknown"] * PLACES.dialect +
    DIGITS.scheme[scheme] * PLACES.scheme +
    DIGITS.environment[environment] * PLACES.environment
  );
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
  return (
    (filter.dismissed === "" || isDismissedFacet(facet) === (filter.dismissed === "yes")) &&
    isSelected(filter.type, read(facet, "type")) &&
    isSelected(filter.dialect, read(facet, "dialect")) &&
    isSelected(filter.scheme, read(facet, "scheme")) &&
    isSelected(filter.environment, read(facet, "environment"))
  );
}

/** Returns the kind of event and the environment of a facet. */
export function readFacet(facet: number): Pick<Facet, "type" | "environment"> {
  return { type: read(facet, "type") ?? "unrecognised", environment: read(facet, "environment") ?? "unknown" };
}

function read<Name extends Part>(facet: number, part: Name): Parts[Name] | undefined {
  return VALUES[part].get(Math.floor(facet / PLACES[part]) % DIGITS_MAX);
}

function isSelected<T>(selected: readonly T[], value: T | undefined): boolean {
  return selected.length === 0 || (value !== undefined && selected.includes(value));
}
