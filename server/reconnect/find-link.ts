import { type Connection, STATUS_ACTIVE } from "@/domain/connection/connection";
import { isGood, type ReconnectLink } from "@/domain/outreach/reconnect-link";
import { claimedLink, isTokenOf } from "./link-token";
import { publicStore } from "./public-store";

export type Way =
  | { readonly kind: "reconnect"; readonly link: ReconnectLink; readonly connection: Connection }
  /** The connection is active: there is nothing to do. */
  | { readonly kind: "connected"; readonly link: ReconnectLink; readonly connection: Connection }
  /** The connection is disconnected for good: the user needs a new one. */
  | { readonly kind: "gone"; readonly link: ReconnectLink; readonly connection: Connection };

/** Resolves a reconnect link's token. Returns null if it is made up, expired or revoked. */
export async function findWay(token: string, now: number): Promise<Way | null> {
  const id = claimedLink(token);
  if (id === null) return null;
  const store = publicStore();
  const link = await store.findLink(id);
  if (!link || !isTokenOf(token, link) || !isGood(link, now)) return null;
  const connection = await store.findConnection(link.connectionId);
  if (!connection) return null;
  if (connection.isDisconnected) return { kind: "gone", link, connection };
  return { kind: connection.status === STATUS_ACTIVE ? "connected" : "reconnect", link, connection };
}
