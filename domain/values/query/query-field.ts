import { createParser, parseAsArrayOf, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DATE_PRESETS, isDateFilter, isTimeZone } from "./date-filter";

/** The values that a URL parameter accepts. */
export type Expectation = {
  /** True if it may be given several times. */
  readonly isRepeatable: boolean;
  /** How many different values count; the rest are dropped. */
  readonly valuesMax: number;
  readonly accepts: (value: string) => boolean;
  /** Follows a name in a sentence: "takes …". */
  readonly takes: string;
  /** Follows a rejected value in a sentence; null if the value is too long to repeat. */
  readonly isNot: string | null;
};

/** URL parameters by their names in code. A parameter that doesn't declare what it accepts does not compile. */
export type QueryTable = Readonly<Record<string, { readonly expects: Expectation }>>;

const ZONE_LENGTH_MAX = 100;
const DATES = `${DATE_PRESETS.filter((one) => one === "7d" || one === "over-30d").join(", ")} or 2026-02-01..2026-02-28`;

/** Accepts one word of a list. */
export function oneOf<T extends string>(words: readonly T[], fallback: T) {
  return expecting(parseAsStringLiteral(words).withDefault(fallback), oneWordOf(words));
}

/** Accepts any words of a list, the parameter repeated for each. */
export function anyOf<T extends string>(words: readonly T[]) {
  const expects = { ...oneWordOf(words), isRepeatable: true, valuesMax: Number.POSITIVE_INFINITY };
  return expecting(parseAsNativeArrayOf(parseAsStringLiteral(words)), expects);
}

/** Accepts any words of a list, separated by commas. */
export function listOf<T extends string>(words: readonly T[], fallback: readonly T[]) {
  const isWord = (text: string) => words.some((word) => word === text);
  return expecting(parseAsArrayOf(parseAsStringLiteral(words)).withDefault([...fallback]), {
    ...oneWordOf(words),
    accepts: (value) => value.split(",").every(isWord),
  });
}

/** Accepts a text as people type it. */
export function text(lengthMax = Number.POSITIVE_INFINITY) {
  return expecting(parseAsString.withDefault(""), shortText(lengthMax));
}

/** Accepts any texts, the parameter repeated for each. */
export function texts(lengthMax: number, valuesMax: number) {
  const expects = { ...shortText(lengthMax), isRepeatable: true, valuesMax };
  return expecting(parseAsNativeArrayOf(parseAsString), expects);
}

/** Accepts a preset or a range of days (`date-filter.ts`); empty for any time. */
export function date() {
  const parser = createParser({ parse: (value) => (isDateFilter(value) ? value : null), serialize: String });
  return expecting(parser.withDefault(""), single(isDateFilter, "a date filter", DATES));
}

/** Accepts the time zone that a date filter's days refer to. */
export function zone(fallback: string) {
  const isZone = (value: string) => value.length < ZONE_LENGTH_MAX && isTimeZone(value);
  const parser = createParser({ parse: (value) => (isZone(value) ? value : null), serialize: String });
  return expecting(parser.withDefault(fallback), single(isZone, "a time zone", "UTC or Europe/Berlin"));
}

/** Accepts digits only, as a text. */
export function digits(lengthMax: number) {
  const isNumber = (value: string) => /^\d+$/.test(value) && value.length <= lengthMax;
  const parser = createParser({ parse: (value) => (isNumber(value) ? value : null), serialize: String });
  return expecting(parser.withDefault(""), single(isNumber, "a number", "1"));
}

/** Accepts a whole number, 0 or more. */
export function wholeNumber() {
  const isNumber = (value: string) => /^\d{1,15}$/.test(value);
  const parser = createParser({ parse: (value) => (isNumber(value) ? Number(value) : null), serialize: String });
  return expecting(parser, single(isNumber, "a whole number", "1"));
}

/** Adds what a parser accepts, so that callers can report what it would drop. */
function expecting<Parser extends object>(parser: Parser, expects: Expectation): Parser & { expects: Expectation } {
  return { ...parser, expects };
}

function single(accepts: Expectation["accepts"], kind: string, examples: string): Expectation {
  return { isRepeatable: false, valuesMax: 1, accepts, takes: kind, isNot: `is not ${kind}; try ${examples}` };
}

function oneWordOf(words: readonly string[]): Expectation {
  const wanted = words.filter((word) => word !== "");
  const accepts = (value: string) => wanted.includes(value);
  const list = wanted.length > 1 ? `one of ${wanted.join(", ")}` : wanted.join();
  return { isRepeatable: false, valuesMax: 1, accepts, takes: list, isNot: `is not ${list}` };
}

function shortText(lengthMax: number): Expectation {
  const takes = `up to ${lengthMax.toLocaleString("en")} characters`;
  return { isRepeatable: false, valuesMax: 1, accepts: (value) => value.length <= lengthMax, takes, isNot: null };
}
