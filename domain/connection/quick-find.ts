import type { Count } from "@/domain/values/count";
import { accountTitle, type Connection } from "./connection";

/** The results of quick search: connections, and the users they belong to. */
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

/** Returns the users of the connections, each once, in order of appearance. */
export function usersAmong(connections: readonly Pick<Connection, "user">[]): string[] {
  return [...new Set(connections.flatMap(({ user }) => user ?? []))];
}
