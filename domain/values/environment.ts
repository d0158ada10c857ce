/** Whether a connection is of a real account; only the `sdk` dialect says which. */
export const ENVIRONMENTS = ["live", "sandbox", "unknown"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];
