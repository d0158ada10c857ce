/**
 * `about`: too many to look into each, and a few of them may not match after all.
 * `at_least`: counting stopped here, there are more.
 */
export type Precision = "exact" | "about" | "at_least";

export type Count = {
  readonly value: number;
  readonly precision: Precision;
};

const PRECISION_WORDS: Record<Precision, string> = { exact: "", about: "about ", at_least: "more than " };

/** "1,234", "about 20,000", "more than 50,000". */
export function formatCount({ value, precision }: Count): string {
  return `${PRECISION_WORDS[precision]}${value.toLocaleString("en")}`;
}

/** The same where there is little room: "1,234", "~20,000", "50,000+". */
export function formatBriefly({ value, precision }: Count): string {
  const number = value.toLocaleString("en");
  if (precision === "exact" || value === 0) return number;
  return precision === "about" ? `~${number}` : `${number}+`;
}
