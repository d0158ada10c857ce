/** Whether a connection's account is real. Only the `sdk` dialect reports it. */
export const ENVIRONMENTS = ["live", "sandbox", "unknown"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
