import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { SESSION_IDLE_MS } from "@/domain/access/sign-in";
import { WHOLE_LIST, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import { beginStopping } from "@/server/process/lifecycle";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { simulateClock } from "@/testing/simulated-clock";
import { expired, updated } from "@/testing/worlds/deliveries";
import { beginBackups } from "./backups";
import { currentJob } from "./maintenance-job";
import { removeOldDataDaily } from "./retention-schedule";

const MINUTE = 60_000;
const STEP_MINUTES = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SNOOZED_HOURS = 5;
const LINK_HOURS = 8;
const RECONNECT_HOURS = 10;
const SESSION_HOURS = 12;
const REMOVAL_HOURS = 3;
const KEPT_DAYS = 30;
/** Long enough for each daily job to run a second time. */
const WATCHED_HOURS = 28;
/** The first backup starts at once; by the time it is done the clock has moved on one step. */
const BACKUP_HOURS = 1;

afterEach(() => {
  globalThis.relink?.clear();
  vi.unstubAllEnvs();
});

/** A deployment with something due in each part of the coming day, and more to remove on the next. */
async function prepareDay(store: Store, start: number): Promise<void> {
  for (const [connection, newestAt] of [
    ["conn_old", start - 91 * DAY],
    ["conn_old_tomorrow", start - KEPT_DAYS * DAY + 12 * HOUR],
  ] as const) {
    for (let before = 9; before >= 0; before--) {
      const occurredAt = newestAt - before * MINUTE;
      await store.events.ingest(updated({ connection, user: "user_old", occurredAt }), occurredAt);
    }
  }
  await store.events.ingest(expired({ connection: "conn_jane", occurredAt: start - DAY }), start);
  await store.settings.change({ keepEventsDays: KEPT_DAYS }, BY);
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

/** The state at an instant. */
async function standingAt(store: Store, now: number) {
  const { facets } = await store.connections.search(WHOLE_QUEUE, now);
  return {
    case: facets.outreach.find(({ count }) => count > 0)?.value,
    invitation: (await store.links.find("invitation", now)) !== null,
    reconnectLink: (await store.reconnectLinks.findOf("conn_jane", now)) !== null,
    sessions: (await store.sessions.list(1, now)).length,
  };
}

/** What the daily jobs wrote to the audit log, oldest first, each with its hour. */
async function jobsDone(store: Store, start: number, now: number): Promise<(readonly [hours: number, what: string])[]> {
  const { rows } = await store.audit.search({ ...WHOLE_AUDIT, deed: ["backup_made", "old_data_removed"] }, now);
  return rows
    .toReversed()
    .map(({ at, deed, details }) => [Math.round((at - start) / HOUR), `${deed} ${details.step ?? ""}`.trim()]);
}

/** Lets the work started by the clock finish. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  while (currentJob()?.state === "running") await new Promise((resolve) => setTimeout(resolve, 5));
}

test("each daily job runs once a day, snoozed cases come due, and sessions and links expire, each on time", async () => {
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
  for (let minute = STEP_MINUTES; minute <= WATCHED_HOURS * 60; minute += STEP_MINUTES) {
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
  expect(await jobsDone(store, start, clock.now())).toEqual([
    [BACKUP_HOURS, "backup_made"],
    [REMOVAL_HOURS, "old_data_removed begun"],
    [REMOVAL_HOURS, "old_data_removed done"],
    [BACKUP_HOURS + 24, "backup_made"],
    [REMOVAL_HOURS + 24, "old_data_removed begun"],
    [REMOVAL_HOURS + 24, "old_data_removed done"],
  ]);
  expect((currentJob()?.id ?? 0) - started).toBe(4);
});
