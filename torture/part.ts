/** The result of a part. */
export type Finding = {
  /** Aligned in columns: the first row is the heading. */
  readonly table: readonly (readonly string[])[];
  /** A sentence for each broken promise; empty if all were kept. */
  readonly broken: readonly string[];
};

/** Why a part can't run on this machine. */
export type Skipped = { readonly skipped: string };

export type Scale = {
  readonly seed: number;
  /** How many rounds parts run; null for each part's default. */
  readonly rounds: number | null;
  /** Generated bodies of the fuzz. */
  readonly cases: number;
  /** Hostile requests over HTTP, in addition to the fuzz. */
  readonly requests: number;
  /** How long the soak lasts. */
  readonly minutes: number;
};

export type Part = (scale: Scale) => Promise<Finding | Skipped>;

/** Returns the sentence of a promise that did not hold; nothing if it did. */
export function unless(isKept: boolean, sentence: string): string[] {
  return isKept ? [] : [sentence];
}
