import { type Connection, KNOWN_STATUSES } from "./connection";

/**
 * What makes a connection worth a look. `shared_account` is the one that a connection alone can't tell: its account is in
 * another connection too, and neither is disconnected. Two are told by the newest case: it expired again soon after it had
 * come back; or it came back as another account, and nobody has looked at it.
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

/** What a connection's own state says of it. */
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
