import type { QueryTable } from "./query-field";

export type QueryInput = URLSearchParams | Record<string, string | string[] | undefined>;

/** A URL parameter that is not understood, and therefore ignored. */
export type QueryProblem = {
  /** Its name in the URL. */
  readonly parameter: string;
  /** A sentence for people: what is wrong, and what would be valid. */
  readonly message: string;
};

type ProblemOptions = {
  /** Names in the URL that differ from those in code. */
  readonly urlKeys?: Readonly<Record<string, string>>;
};

/** More than this would not help anyone. */
const PROBLEMS_MAX = 10;
const SHOWN_LENGTH_MAX = 60;
/** How many letters of a misspelled name may be wrong. */
const TYPOS_MAX = 2;
/** The framework's own parameters: https://nextjs.org/docs/app/api-reference/config/next-config-js/headers */
const FRAMEWORK = /^(_rsc$|nxt[PI])/;
/** Parameters that campaigns and mail programs add. */
const TRACKING = /^utm_|^mc_[ce]id$|^_ga$|^_gl$|clid$/;

/**
 * Lists what a query's parsers would drop or cut, as far as it helps to know. Empty values ask for nothing and are no problem,
 * since forms send them.
 */
export function problemsOf(
  table: QueryTable,
  input: QueryInput,
  { urlKeys = {} }: ProblemOptions = {},
): QueryProblem[] {
  const fields = new Map(Object.entries(table).map(([key, { expects }]) => [urlKeys[key] ?? key, expects]));
  const problems: QueryProblem[] = [];
  for (const [name, values] of valuesByName(input)) {
    if (problems.length >= PROBLEMS_MAX) break;
    if (FRAMEWORK.test(name)) continue;
    const expects = fields.get(name);
    if (!expects) {
      problems.push({ parameter: name, message: unknownName(name, [...fields.keys()]) });
      continue;
    }
    const { isRepeatable, valuesMax, accepts, takes, isNot } = expects;
    for (const value of values) {
      if (accepts(value)) continue;
      const message = isNot === null ? `“${name}” takes ${takes}.` : `“${shorten(value)}” ${isNot}.`;
      problems.push({ parameter: name, message });
    }
    if (values.length > valuesMax) {
      const message = isRepeatable
        ? `“${name}” takes up to ${valuesMax} values; these are ${values.length.toLocaleString("en")}.`
        : `“${name}” takes one value; these are ${values.length.toLocaleString("en")}.`;
      problems.push({ parameter: name, message });
    }
  }
  return problems.slice(0, PROBLEMS_MAX);
}

/** Lists the problems of a query on a page that takes no parameters. */
export function problemsOfNoQuery(input: QueryInput): QueryProblem[] {
  return problemsOf({}, input);
}

/** Returns a page's parameters, which are passed on, without those that campaigns and mail programs add. */
export function withoutTracking(
  params: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[] | undefined> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !TRACKING.test(name)));
}

/** Returns the different values of each name, without empty ones. */
function valuesByName(input: QueryInput): Map<string, string[]> {
  const pairs =
    input instanceof URLSearchParams
      ? [...input]
      : Object.entries(input).flatMap(([name, values = []]) =>
          [values].flat().map((value): [string, string] => [name, value]),
        );
  const found = new Map<string, Set<string>>();
  for (const [name, value] of pairs) {
    if (value !== "") found.set(name, (found.get(name) ?? new Set()).add(value));
  }
  return new Map([...found].map(([name, values]) => [name, [...values]]));
}

function unknownName(name: string, known: readonly string[]): string {
  const unknown = `There is no filter “${shorten(name)}”`;
  const meant = closestTo(name, known);
  if (meant) return `${unknown}; did you mean “${meant}”?`;
  return known.length === 0
    ? `${unknown}; nothing can be asked for here.`
    : `${unknown}; there are ${known.join(", ")}.`;
}

/** Returns the name that was probably meant, whatever its case, hyphens and underscores. */
function closestTo(name: string, known: readonly string[]): string | null {
  if (name.length > SHOWN_LENGTH_MAX) return null;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, "");
  const ranked = known
    .map((one) => ({ one, typos: distance(plain(name), plain(one)) }))
    .filter(({ one, typos }) => typos <= Math.min(TYPOS_MAX, Math.floor(one.length / 2)))
    .sort((a, b) => a.typos - b.typos);
  return ranked[0]?.one ?? null;
}

/** Returns how many letters must be added, dropped or replaced to turn one text into the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function shorten(value: string): string {
  return value.length > SHOWN_LENGTH_MAX ? `${value.slice(0, SHOWN_LENGTH_MAX)}…` : value;
}
