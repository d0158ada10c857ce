/**
 * `about`: too many to check each, so a few may not match after all.
 *
 * `at_least`: counting stopped here, there are more.
 */
export type Precision = "exact" | "about" | "at_least";

export type Count = {
  readonly value: number;
  readonly precision: Precision;
};

const PRECISION_WORDS: Record<Precision, string> = { exact: "", about: "about ", at_least: "more than " };

/** Formats a count: "1,234", "about 20,000", "more than 50,000". */
export function formatCount({ value, precision }: Count): string {
  return `${PRECISION_WORDS[precision]}${value.toLocaleString("en")}`;
}

/** Formats a count for tight spaces: "1,234", "~20,000", "50,000+". */
export function formatBriefly({ value, precision }: Count): string {
  const number = value.toLocaleString("en");
  if (precision === "exact" || value === 0) return number;
  return precision === "about" ? `~${number}` : `${number}+`;
}
