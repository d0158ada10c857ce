import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { beginBackups } from "@/app/backups";
import { currentJob } from "@/app/maintenance-job";
import { removeOldDataDaily } from "@/app/retention-schedule";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/audit-search";
import { WHOLE_LIST, WHOLE_QUEUE } from "@/domain/connection-search";
import { SESSION_IDLE_MS } from "@/domain/sign-in";
import { beginStopping } from "@/server/lifecycle";
import { BY } from "@/testing/by";
import { expired, updated } from "@/testing/deliveries";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { simulateClock } from "@/testing/simulated-clock";

const MINUTE = 60_000;
const STEP_MINUTES = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SNOOZED_HOURS = 5;
const LINK_HOURS = 8;
const RECONNECT_HOURS = 10;
const SESSION_HOURS = 12;
const REMOVAL_HOURS = 3;

afterEach(() => {
  globalThis.relink?.clear();
  vi.unstubAllEnvs();
});

/** A deployment with something that is to happen in each part of the coming day. */
async function prepareDay(store: Store, start: number): Promise<void> {
  for (let day = 100; day > 90; day--) {
    const at = start - day * DAY;
    await store.events.ingest(updated({ connection: "conn_old", user: "user_old", occurredAt: at }), at);
  }
  await store.events.ingest(expired({ connection: "conn_jane", occurredAt: start - DAY }), start);
  await store.settings.change({ keepEventsDays: 30 }, BY);
  await store.maintenance.postponeRetention(start + REMOVAL_HOURS * HOUR);
  const target = { search: WHOLE_LIST, selection: { kind: "some" as const, ids: ["conn_jane"] } };
  const snoozed = { kind: "snoozed" as const, until: start + SNOOZED_HOURS * HOUR, note: "" };
  await store.outreach.act(target, snoozed, { seen: null, coolDownMs: 0 }, { ...BY, at: start });
  const link = { kind: "invitation", email: "bo@example.com", role: "viewer", personId: null } as const;
  await store.links.make({ ...link, secretHash: "invitation", expiresAt: start + LINK_HOURS * HOUR }, null, BY);
  const options = { now: start, expiresAt: start + RECONNECT_HOURS * HOUR, mintNonce: () => "nonce" };
  await store.reconnectLinks.handOut(["conn_jane"], options, BY);
  const person = { email: "ana@example.com", name: "Ana", role: "admin" as const, passwordHash: "none" };
  await store.people.create(person, { deed: "set_up" }, BY);
  const lastSeen = { ...BY, at: start + SESSION_HOURS * HOUR - SESSION_IDLE_MS };
  const session = { personId: 1, secretHash: "session", method: "password" as const, deviceHash: "device" };
  await store.sessions.begin(session, lastSeen);
}

/** What stands at an instant. */
async function standingAt(store: Store, now: number) {
  const { facets } = await store.connections.search(WHOLE_QUEUE, now);
  return {
    case: facets.outreach.find(({ count }) => count > 0)?.value,
    invitation: (await store.links.find("invitation", now)) !== null,
    reconnectLink: (await store.reconnectLinks.findOf("conn_jane", now)) !== null,
    sessions: (await store.sessions.list(1, now)).length,
  };
}

/** Lets what the clock began go through. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  while (currentJob()?.state === "running") await new Promise((resolve) => setTimeout(resolve, 5));
}

test("in a day each daily job runs once, what was put off is due, and sessions and links end, each at its time", async () => {
  const folder = freshFolder();
  vi.stubEnv("LOG_LEVEL", "silent");
  vi.stubEnv("RELINK_DATA_DIR", folder);
  vi.stubEnv("RELINK_BACKUP_HOURS", "24");
  const store = storeAt(path.join(folder, "relink.db"));
  const start = Date.now();
  await prepareDay(store, start);
  const clock = simulateClock(start);
  removeOldDataDaily(store);
  beginBackups(store);
  const changes: (readonly [hours: number, what: string])[] = [];
  let before = await standingAt(store, start);
  expect(before).toEqual({ case: "snoozed", invitation: true, reconnectLink: true, sessions: 1 });
  const started = currentJob()?.id ?? 0;
  for (let minute = STEP_MINUTES; minute < DAY / MINUTE; minute += STEP_MINUTES) {
    clock.advance(STEP_MINUTES * MINUTE);
    await settle();
    const now = await standingAt(store, clock.now());
    for (const [what, value] of Object.entries(now)) {
      if (value !== Object.entries(before).find(([name]) => name === what)?.[1])
        changes.push([minute / 60, `${what}: ${value}`]);
    }
    before = now;
  }
  beginStopping();
  expect(changes).toEqual([
    [SNOOZED_HOURS, "case: due"],
    [LINK_HOURS, "invitation: false"],
    [RECONNECT_HOURS, "reconnectLink: false"],
    [SESSION_HOURS, "sessions: 0"],
  ]);
  const { rows } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["backup_made", "old_data_removed"] }, clock.now());
  expect(rows.map(({ deed, details }) => `${deed} ${details.step ?? ""}`.trim()).toReversed()).toEqual([
    "backup_made",
    "old_data_removed begun",
    "old_data_removed done",
  ]);
  expect((currentJob()?.id ?? 0) - started).toBe(2);
});
