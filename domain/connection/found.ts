import type { Count } from "@/domain/values/count";
import { accountTitle, type Connection } from "./connection";

/** What a few letters lead to, wherever one is: connections, and the users whom they belong to. */
export type Found = {
  readonly connections: readonly FoundConnection[];
  readonly users: readonly FoundUser[];
};

export type FoundConnection = {
  readonly id: string;
  /** The account's name, its username, or the connection's id. */
  readonly title: string;
  readonly username: string | null;
  readonly user: string | null;
  readonly status: string;
};

export type FoundUser = { readonly reference: string; readonly connections: Count };

export const NOTHING_FOUND: Found = { connections: [], users: [] };

export function toFoundConnection({ id, account, user, status }: Connection): FoundConnection {
  return { id, title: accountTitle(account) ?? id, username: account.username, user, status };
}

/** The users of the connections, each once, in the order in which they come. */
export function usersAmong(connections: readonly Pick<Connection, "user">[]): string[] {
  return [...new Set(connections.flatMap(({ user }) => user ?? []))];
}
