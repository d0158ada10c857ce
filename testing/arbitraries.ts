import fc from "fast-check";
import { docsBody, type EventKind, sdkBody } from "@/testing/worlds/deliveries";

/** A delivery before it is signed: its content, the time of the attempt, and the event's first receipt. */
export type UnsignedDelivery = {
  readonly body: string;
  readonly messageId: string;
  readonly sentAt: number;
  readonly receivedAt: number;
};

const PERMISSIONS = ["profile:read", "posts:read", "posts:write", "messages:read", "vault:unheard"];

const said = fc.record(
  {
    status: fc.constantFrom("active", "awaiting_2fa", "expired", "disconnected", "paused"),
    user: fc.constantFrom("user_1", "user_2", null),
    permissions: fc.subarray(PERMISSIONS),
    account: fc.record(
      {
        id: fc.constantFrom("of_1", "of_2"),
        name: fc.constantFrom("Jane", "Zoë ✨", "李", "n".repeat(600)),
        username: fc.constantFrom("jane", "zoe"),
      },
      { requiredKeys: [] },
    ),
    live: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** How far senders' clocks are off: mostly not at all, otherwise by hours, a year, or millennia in either direction. */
const clockErrorMs = fc.oneof(
  { weight: 9, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(5 * 3_600_000, 400 * 86_400_000, 2e14, -5e13) },
);

const change = fc.record({
  clockErrorMs,
  kind: fc.constantFrom<EventKind>("created", "updated", "expired", "disconnected", "updated", "expired"),
  isTimed: fc.boolean(),
  second: fc.integer({ min: 0, max: 40 }),
  connection: fc.constantFrom("conn_a", "conn_b"),
  said,
});

/**
 * A history of a few connections in a short span of time, so that ties and late events are common. No two events of one
 * connection share an instant and a stage of life, since the first to arrive would count as the earlier.
 */
export const histories: fc.Arbitrary<UnsignedDelivery[]> = fc
  .uniqueArray(change, { maxLength: 14, selector: (one) => `${one.connection} ${one.kind} ${one.second}` })
  .map((changes) =>
    changes.map(({ kind, isTimed, second, clockErrorMs, connection, said: words }, index) => {
      const at = second * 1000;
      const body = isTimed
        ? docsBody(kind, { ...words, connection, occurredAt: at + clockErrorMs })
        : sdkBody(kind, { ...words, connection });
      return { body, messageId: `msg_${index}`, sentAt: at, receivedAt: at };
    }),
  );

/** A history of one connection that mostly repeats what is known, as most do, so that little of it is needed. */
export const quietHistories: fc.Arbitrary<UnsignedDelivery[]> = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom<EventKind>("updated", "updated", "updated", "updated", "updated", "expired", "created"),
      second: fc.integer({ min: 0, max: 40 }),
      clockErrorMs,
      said: fc.record(
        {
          user: fc.constantFrom("user_1", "user_1", "user_2", null),
          permissions: fc.constantFrom(
            ["posts:read", "messages:read"],
            ["messages:read", "posts:read"],
            ["posts:read"],
          ),
          account: fc.record(
            {
              id: fc.constantFrom("of_1", "of_1", "of_1", "of_1", "of_2"),
              name: fc.constantFrom("Jane", "Jane", "Zoë ✨"),
              username: fc.constantFrom("jane", "zoe"),
            },
            { requiredKeys: [] },
          ),
          live: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    }),
    { minLength: 5, maxLength: 24, selector: (one) => `${one.kind} ${one.second}` },
  )
  .map((changes) =>
    changes.map(({ kind, second, clockErrorMs, said: words }, index) => {
      const at = second * 1000;
      const body = docsBody(kind, { ...words, connection: "conn_a", occurredAt: at + clockErrorMs });
      return { body, messageId: `msg_${index}`, sentAt: at, receivedAt: at };
    }),
  );

/** A history with an order of delivery in which each event comes at least once, and retries have later times. */
export const deliveredHistories = histories.chain((history) =>
  fc.record({
    history: fc.constant(history),
    deliveries: fc
      .array(fc.record({ index: fc.nat({ max: Math.max(0, history.length - 1) }), delay: fc.nat({ max: 60 }) }), {
        maxLength: history.length,
      })
      .map((repeats) => [
        ...history,
        ...repeats.flatMap(({ index, delay }) => {
          const original = history[index];
          return original ? [{ ...original, sentAt: original.sentAt + delay * 1000 }] : [];
        }),
      ])
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length })),
  }),
);

/** Any text, from plain words to lone surrogates, control characters and scripts of every direction. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "Zoë",
    "ZOË",
    "ﬁne",
    "İstanbul",
    "ΣΊΣΥΦΟΣ",
    "李小龍",
    "سارة",
    "100%",
    "a_b",
    "'quoted\"",
    "\ud800x",
    "😀😀😀",
  ),
);
