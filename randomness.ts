import { randomBytes, randomUUID } from "node:crypto";

/** The server's only source of randomness, except for the secrets in `domain/access/sign-in.ts`. Tests must not replace it: keys are made from it. */
export const randomness = {
  bytes: (count: number) => randomBytes(count),
  uuid: () => randomUUID(),
  /** From 0 up to, but not including, 1. Never use it for a secret. */
  fraction: () => Math.random(),
};
