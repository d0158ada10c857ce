/** Characters or items of input for a test of linear time: linear work on them takes a second, quadratic JavaScript a minute. */
export const LONG = 400_000;

/**
 * Options for a test that must finish with `LONG` input. Benchmarks measure speed; this catches quadratic work in JavaScript,
 * regular expressions and Unicode normalization, but not in copying or comparing bytes, which is too fast. Check the result too:
 * an early return is fast whatever follows it.
 */
export const LINEAR_TIME = { timeout: 15_000 } as const;
