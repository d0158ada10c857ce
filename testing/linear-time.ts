/**
 * Characters or items of input for a test of linear time: work that is linear in them ends in a second, and work that is
 * quadratic takes longer than `LINEAR_TIME` allows, however fast the machine.
 */
export const LONG = 400_000;

/** Options of a test that must come to its end with input of `LONG`. How fast is for a benchmark to tell. */
export const LINEAR_TIME = { timeout: 30_000 } as const;
