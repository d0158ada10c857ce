import { expect } from "vitest";
import type { Store } from "@/db/store";
import { type EventFilter, type LoggedEvent, WHOLE_LOG } from "@/domain/intake/event-log";
import { docsBody, incoming, sdkBody } from "@/testing/worlds/deliveries";
import { randomFrom } from "@/testing/worlds/world";

export const HOUR_MS = 3_600_000;

export const NOW = 1_000 * HOUR_MS;

export const EVENTS = 170;

/**
 * Ingests events of a few connections over a month, in both dialects and schemes, every fifth twice. Refusals come in between:
 * few if they don't matter, since a store may take its time to write each.
 */
export async function ingestVariety(store: Store, { refusedEvery }: { refusedEvery: number }): Promise<void> {
  const random = randomFrom(11);
  const kinds = ["created", "updated", "expired"] as const;
  for (let index = 0; index < EVENTS; index++) {
    const kind = kinds[Math.floor(random() * kinds.length)] ?? "updated";
    const number = Math.floor(random() * 4);
    const said = { connection: `conn_${number}`, user: `user_${number % 3}`, occurredAt: index * 1_000 };
    const body = random() < 0.5 ? docsBody(kind, said) : sdkBody(kind, { ...said, live: random() < 0.5 });
    const receivedAt = NOW - (EVENTS - index) * 4 * HOUR_MS + Math.floor(random() * HOUR_MS);
    const scheme = random() < 0.3 ? "ofauth" : "svix";
    const event = incoming(body, { messageId: `msg_${index}`, scheme, sentAt: receivedAt - 100 });
    await store.events.ingest(event, receivedAt);
    if (index % 5 === 0) await store.events.ingest(event, receivedAt + 1);
    if (index % refusedEvery === 0) {
      const cause = index % 2 === 0 ? "too_large" : "missing_signature";
      const headers = { "user-agent": nameOf(index) };
      await store.intake.recordRefusal({ cause, receivedAt: receivedAt + 2, bytes: null, tookMs: 1, headers });
    }
  }
  await store.events.ingest(incoming("not json", { messageId: "odd" }), NOW - 5);
  await store.events.ingest(
    incoming(JSON.stringify({ type: "rules.updated", data: {} }), { messageId: "rules" }),
    NOW - 4,
  );
}

/** The spans of the filters, calculated by hand. */
export function isInSpan(at: number, { received, zone }: Pick<EventFilter, "received" | "zone">): boolean {
  const ahead = zone === "Asia/Tokyo" ? 9 * HOUR_MS : 0;
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) - ahead;
  if (received === "24h") return at >= NOW - 24 * HOUR_MS;
  if (received === "over-30d") return at < NOW - 30 * 24 * HOUR_MS;
  return received === "" || (at >= day("1970-02-08") && at < day("1970-02-11"));
}

export async function readAllEvents(store: Store, filter: Partial<EventFilter>): Promise<LoggedEvent[]> {
  const pages: LoggedEvent[][] = [];
  let search = { ...WHOLE_LOG, ...filter };
  for (;;) {
    const page = await store.events.search(search, NOW);
    expect(page.offset).toBe(pages.flat().length);
    pages.push([...page.rows]);
    const previous = page.previous && (await store.events.search({ ...search, after: "", before: page.previous }, NOW));
    const ids = (previous ? previous.rows : []).map((one) => one.id);
    expect(ids).toEqual((pages.at(-2) ?? []).map((one) => one.id));
    if (!page.next) {
      const { value, precision } = page.total;
      if (precision === "exact") expect(value).toBe(pages.flat().length);
      return pages.flat();
    }
    search = { ...search, after: page.next };
  }
}

/** A program's name, without digits, which don't distinguish senders. */
export function nameOf(index: number): string {
  return [...index.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join("");
}
