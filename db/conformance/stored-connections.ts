import fc from "fast-check";
import type { Store } from "@/db/store";
import { ATTENTIONS, CASE_ATTENTIONS } from "@/domain/connection/attention";
import type { Connection } from "@/domain/connection/connection";
import { KNOWN_PERMISSIONS } from "@/domain/connection/permissions";
import type { ConnectionFilter } from "@/domain/lists/connection-search";
import { ENVIRONMENTS } from "@/domain/values/environment";
import type { UnsignedDelivery } from "@/testing/arbitraries";
import { runs } from "@/testing/runs";
import { incoming } from "@/testing/worlds/deliveries";

export const RUNS = runs(60);

export const RECEIVED_AT = 1_000_000;

export const NOW = 2_000_000;

/** Runs work on a store and closes it: a property's many runs must not keep theirs open until the test ends. */
export async function closing(store: Store, work: (store: Store) => Promise<void>): Promise<void> {
  try {
    await work(store);
  } finally {
    store.close();
  }
}

export const permissionNames = fc.subarray([...KNOWN_PERMISSIONS.slice(0, 5), "an:unknown"], { maxLength: 3 });
const userNames = fc.subarray(["ann", "bob", "nobody"], { maxLength: 2 });
const dates = fc.constantFrom("", "", "", "24h", "7d", "30d", "over-30d", "1970-01-02..", "..1970-01-05");
const rarely = <T>(values: fc.Arbitrary<T[]>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: values });

/** Cases are tested in `outreach.conformance.ts`. */
export const STATE_ATTENTIONS = ATTENTIONS.filter((one) => !CASE_ATTENTIONS.some((other) => other === one));

export const filters: fc.Arbitrary<ConnectionFilter> = fc.record({
  list: fc.constant("connections" as const),
  outreach: fc.constant([]),
  owner: fc.constant([]),
  link: fc.constant([]),
  q: fc.constantFrom("", "", "ann", "o", "bo", "conn_v1"),
  status: rarely(fc.subarray(["active", "expired", "odd", "never"])),
  notStatus: rarely(fc.subarray(["active", "disconnected"])),
  environment: rarely(fc.subarray([...ENVIRONMENTS])),
  notEnvironment: rarely(fc.subarray([...ENVIRONMENTS])),
  has: rarely(permissionNames),
  hasMode: fc.constantFrom("any" as const, "all" as const),
  lacks: rarely(permissionNames),
  attention: rarely(fc.subarray(STATE_ATTENTIONS)),
  notAttention: rarely(fc.subarray(STATE_ATTENTIONS)),
  user: rarely(userNames),
  notUser: rarely(userNames),
  noUser: fc.constantFrom("" as const, "" as const, "only" as const, "exclude" as const),
  expired: dates,
  created: dates,
  lastEvent: dates,
  zone: fc.constant("UTC"),
});

export async function ingestAll(store: Store, deliveries: readonly UnsignedDelivery[]): Promise<void> {
  for (const { body, ...sent } of deliveries) await store.events.ingest(incoming(body, sent), sent.receivedAt);
}

export function ids(rows: readonly Connection[]): string[] {
  return rows.map((row) => row.id);
}
