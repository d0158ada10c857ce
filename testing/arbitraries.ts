import fc from "fast-check";
import { docsBody, type EventKind, sdkBody } from "./deliveries";

/** A delivery before it is signed: what, and when the attempt was made. */
export type UnsignedDelivery = { readonly body: string; readonly messageId: string; readonly sentAt: number };

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

const change = fc.record({
  kind: fc.constantFrom<EventKind>("created", "updated", "expired", "disconnected", "updated", "expired"),
  isTimed: fc.boolean(),
  second: fc.integer({ min: 0, max: 40 }),
  connection: fc.constantFrom("conn_a", "conn_b"),
  said,
});

/**
 * A history of few connections in a small span of time, so that ties and late events are common. No two events of one
 * connection share an instant and a stage of life: of those, the one that arrived first counts as the earlier.
 */
export const histories: fc.Arbitrary<UnsignedDelivery[]> = fc
  .uniqueArray(change, { maxLength: 14, selector: (one) => `${one.connection} ${one.kind} ${one.second}` })
  .map((changes) =>
    changes.map(({ kind, isTimed, second, connection, said: words }, index) => {
      const occurredAt = second * 1000;
      const body = isTimed
        ? docsBody(kind, { ...words, connection, occurredAt })
        : sdkBody(kind, { ...words, connection });
      return { body, messageId: `msg_${index}`, sentAt: occurredAt };
    }),
  );

/** The same for one connection that mostly says again what is known, as most do: little of such a history is needed. */
export const quietHistories: fc.Arbitrary<UnsignedDelivery[]> = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom<EventKind>("updated", "updated", "updated", "updated", "updated", "expired", "created"),
      second: fc.integer({ min: 0, max: 40 }),
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
    changes.map(({ kind, second, said: words }, index) => {
      const occurredAt = second * 1000;
      const body = docsBody(kind, { ...words, connection: "conn_a", occurredAt });
      return { body, messageId: `msg_${index}`, sentAt: occurredAt };
    }),
  );

/** A history together with some order of delivery in which each event comes at least once, and retries carry later times. */
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
