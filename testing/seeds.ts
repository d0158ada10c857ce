import fc from "fast-check";

/** Any number works: it only makes every run draw the same examples. */
const SEED = 20_261_130;

/**
 * `npm test` draws the same examples each time, so that one commit has one verdict; `npm run proof`, which sets RELINK_RUNS, draws
 * new ones and more of them. RELINK_SEED repeats what a run drew.
 */
const { RELINK_SEED, RELINK_RUNS } = process.env;
if (RELINK_SEED) fc.configureGlobal({ seed: Number(RELINK_SEED) });
else if (!RELINK_RUNS) fc.configureGlobal({ seed: SEED });
