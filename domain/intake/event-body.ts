import { CHANGE_RULES, type ConnectionChange } from "./event";

/** The content of an event to build. Only the given fields are in the body. */
export type Said = {
  readonly connection?: string;
  readonly user?: string | null;
  readonly status?: string;
  readonly permissions?: readonly string[];
  readonly account?: { id?: string; name?: string; username?: string; avatar?: string | null };
  readonly live?: boolean;
  /** Milliseconds. Only the docs dialect has a time in its body. */
  readonly occurredAt?: number;
};

/** A body in the documented dialect. */
export function docsBody(kind: ConnectionChange, said: Said = {}): string {
  const { connection = "conn_abc123", user = "user_456", occurredAt = 0 } = said;
  return JSON.stringify({
    type: `connection.${kind}`,
    timestamp: new Date(occurredAt).toISOString(),
    data: {
      clientReferenceId: user,
      connection: {
        id: connection,
        status: said.status ?? CHANGE_RULES[kind].status ?? "active",
        permissions: said.permissions,
        userData: said.account,
      },
    },
  });
}

/** Builds a body in the SDKs' dialect, which has no time of its own. */
export function sdkBody(kind: ConnectionChange, said: Said = {}): string {
  const { connection = "conn_abc123", user = "user_456", live = true } = said;
  const { id, ...profile } = said.account ?? {};
  return JSON.stringify({
    eventType: `connection.${kind}`,
    live,
    data: {
      connection: {
        id: connection,
        platformUserId: id,
        status: said.status ?? CHANGE_RULES[kind].status ?? "active",
        userData: said.account && { userId: id, ...profile },
        permissions: said.permissions,
      },
      clientReferenceId: user,
    },
  });
}
