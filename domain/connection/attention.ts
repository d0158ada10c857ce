import { type Connection, KNOWN_STATUSES } from "./connection";

/**
 * Reasons to look at a connection. Its own state can't show three of them: `shared_account` needs other connections (its account
 * is in another one too, and neither is disconnected), and two come from the newest case: it expired again soon after a recovery,
 * or it came back as another account that nobody has reviewed.
 */
const STATE_ATTENTIONS = [
  "expired_again",
  "lost_permission",
  "anomaly",
  "unrecognised_status",
  "shared_account",
] as const;
export const CASE_ATTENTIONS = ["relapsed", "another_account"] as const;
export const ATTENTIONS = [...STATE_ATTENTIONS, ...CASE_ATTENTIONS] as const;
export type Attention = (typeof ATTENTIONS)[number];

/** Returns the reasons that a connection's own state shows. */
export function attentionsOf(
  connection: Pick<Connection, "status" | "expiries" | "lostPermissions" | "anomalies">,
): Attention[] {
  const attentions: Attention[] = [];
  if (connection.expiries > 1) attentions.push("expired_again");
  if (connection.lostPermissions.length > 0) attentions.push("lost_permission");
  if (connection.anomalies > 0) attentions.push("anomaly");
  if (!KNOWN_STATUSES.some((known) => known === connection.status)) attentions.push("unrecognised_status");
  return attentions;
}
