import fc from "fast-check";
import type { IncomingEvent } from "@/domain/intake/event";
import { incoming } from "@/testing/worlds/deliveries";
import type { Told } from "./plain-history";
import { CONNECTIONS, type Letter, type PlainModel } from "./plain-model";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERMISSIONS = ["posts:read", "messages:read", "vault:unheard"];

const occurring = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, -HOUR, -2 * HOUR, -2 * HOUR, -26 * HOUR, -20 * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(4 * MINUTE, 6 * MINUTE, 400 * DAY, -30 * 365 * DAY) },
);

/** The ingredients of a letter: `letterOf` makes one at a model's current time. */
export const letter = fc.record({
  dialect: fc.constantFrom("docs", "sdk", "flat"),
  isSvix: fc.boolean(),
  isTimed: fc.boolean(),
  isUnread: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  occurring,
  connection: fc.constantFrom(...CONNECTIONS),
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom("created", "updated", "updated", "expired", "expired", "expired") },
    { weight: 2, arbitrary: fc.constantFrom("disconnected", "paused", "paused") },
  ) as fc.Arbitrary<Told["kind"]>,
  status: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constantFrom("active", "expired", "awaiting_2fa", "disconnected", "limited") },
  ),
  user: fc.constantFrom(null, "user_one", "user_one", "user_two"),
  account: fc.constantFrom(
    null,
    null,
    { id: "of_jane", name: "Jane" },
    { id: "of_jane", name: null },
    {
      id: "of_zoe",
      name: "Zoë",
    },
    { id: null, name: "Janet" },
  ),
  permissions: fc.option(fc.subarray(PERMISSIONS)),
  live: fc.constantFrom(null, true, false),
});
export type LetterMaking = typeof letter extends fc.Arbitrary<infer T> ? T : never;

/** Times are rounded to the hour so that events often tie. */
export function letterOf(model: PlainModel, make: LetterMaking): Letter {
  const { dialect, isSvix, isUnread, connection, kind, status, user, account, permissions, live } = make;
  const hour = model.now - (model.now % HOUR);
  const occurredAt =
    dialect === "docs" || make.isTimed
      ? Math.max(0, make.occurring > 0 ? model.now + make.occurring : hour + make.occurring)
      : null;
  const told: Told = {
    ...{ connection, kind, status, account, permissions, occurredAt },
    user: dialect === "flat" ? null : user,
    live: dialect === "docs" ? null : live,
  };
  const messageId = isSvix ? `msg_${model.sent.length}` : null;
  const sentAt = dialect === "docs" || make.occurring > 0 ? model.now : Math.max(0, hour + make.occurring);
  return { told, dialect, body: bodyOf(dialect, told), messageId, sentAt, isUnread };
}

function bodyOf(dialect: Letter["dialect"], { kind, occurredAt, live, connection, ...told }: Told): string {
  const type = `connection.${kind}`;
  const timestamp = occurredAt === null ? undefined : new Date(occurredAt).toISOString();
  const status = told.status ?? undefined;
  const permissions = told.permissions ?? undefined;
  const { id, name } = told.account ?? {};
  if (dialect === "docs") {
    const userData = told.account ?? undefined;
    const data = { clientReferenceId: told.user, connection: { id: connection, status, permissions, userData } };
    return JSON.stringify({ type, timestamp, data });
  }
  if (dialect === "sdk") {
    const userData = { userId: id ?? undefined, name };
    const of = { id: connection, platformUserId: id, status, permissions, userData, clientReferenceId: told.user };
    return JSON.stringify({ eventType: type, live: live ?? undefined, timestamp, data: { connection: of } });
  }
  const data = { connectionId: connection, status, permissions, userId: id, userData: { name } };
  return JSON.stringify({ event: type, live: live ?? undefined, timestamp, data });
}

/** Parses like the front door; an unread letter like an older version. */
export function eventOf({ body, messageId, sentAt, isUnread }: Letter): IncomingEvent {
  const scheme = messageId === null ? "ofauth" : "svix";
  const event = incoming(body, { scheme, sentAt, ...(messageId === null ? {} : { messageId }) });
  if (!isUnread || event.reading.kind !== "connection") return event;
  const { type, dialect, bodyTime, connectionId } = event.reading;
  const reading = { type, dialect, bodyTime, connectionId, kind: "unrecognised", reason: "unknown_type" } as const;
  return { ...event, reading };
}
