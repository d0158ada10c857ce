import { randomBytes, randomUUID } from "node:crypto";

/** The only place where the server draws lots, but for the secrets of `domain/sign-in.ts`. No test may set it: keys are made of it. */
export const randomness = {
  bytes: (count: number) => randomBytes(count),
  uuid: () => randomUUID(),
  /** From 0 up to, but not including, 1. No secret may be made of it. */
  fraction: () => Math.random(),
};
