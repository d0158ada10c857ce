/** The kind of account: real, or a sandbox. Only the `sdk` dialect reports it. */
export const ENVIRONMENTS = ["live", "sandbox", "unknown"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
