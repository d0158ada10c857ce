import type { Role } from "./role";

/** A key for programs. Its secret is shown once, when it is made. */
export type ApiToken = {
  readonly id: number;
  readonly name: string;
  /** The first characters of its secret, to tell tokens apart. */
  readonly hint: string;
  readonly role: Role;
  /** The e-mail address of the person who made it. Removing that person removes the token. */
  readonly madeBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
};

export const TOKEN_PREFIX = "relink_";
export const TOKEN_HINT_LENGTH = TOKEN_PREFIX.length + 4;
export const TOKEN_DAYS = [30, 90, 365] as const;
export const TOKENS_MAX = 100;
