/** What a part has found. */
export type Finding = {
  /** Aligned in columns: the first row is the heading. */
  readonly table: readonly (readonly string[])[];
  /** Each promise that was broken, in a sentence; none: all were kept. */
  readonly broken: readonly string[];
};

/** Why a part can't run on this machine. */
export type Skipped = { readonly skipped: string };

export type Scale = {
  readonly seed: number;
  /** How often parts go through their motions; null: as often as each finds right. */
  readonly rounds: number | null;
  /** Generated bodies of the fuzz. */
  readonly cases: number;
  /** Hostile requests over HTTP, beside the fuzz. */
  readonly requests: number;
  /** How long the soak lasts. */
  readonly minutes: number;
};

export type Part = (scale: Scale) => Promise<Finding | Skipped>;

/** A sentence for a promise that did not hold; none where it did. */
export function unless(isKept: boolean, sentence: string): string[] {
  return isKept ? [] : [sentence];
}
