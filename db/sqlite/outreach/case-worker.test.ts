import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { ALL_SELECTED } from "@/domain/lists/selection";
import { BY } from "@/testing/by";
import { freshFolder, storeAt } from "@/testing/fresh-store";
import { expired } from "@/testing/worlds/deliveries";

const AT = Date.UTC(2026, 0, 1);
const EVERYONE = { search: WHOLE_LIST, selection: ALL_SELECTED };
const ASSIGN = { kind: "assigned", to: 7 } as const;
const WHATEVER = { seen: null, coolDownMs: 0 };

/** A store with this many cases, in which acts fail once there are that many. */
async function storeThatStopsAt(acts: number) {
  const file = path.join(freshFolder(), "relink.db");
  const store = storeAt(file);
  const events = Array.from({ length: 250 }, (_, index) =>
    expired({ connection: `conn_${index}`, user: `user_${index}`, occurredAt: AT }),
  );
  await Promise.all(events.map((event) => store.events.ingest(event, AT)));
  const client = new BetterSqlite3(file);
  onTestFinished(() => void client.close());
  client.exec(`create trigger full before insert on case_acts when (select count(*) from case_acts) >= ${acts}
    begin select raise(abort, 'full'); end`);
  return store;
}

test("if an act stops halfway, what was done is reported and can be undone, and nothing else is reported as done", async () => {
  const store = await storeThatStopsAt(150);
  const outcome = await store.outreach.act(EVERYONE, ASSIGN, WHATEVER, { ...BY, at: AT + 1 });
  expect(outcome).toMatchObject({ cases: 100, left: { closed: 0 }, examples: [] });
  expect(outcome.stoppedBy).toBeInstanceOf(Error);
  expect(await store.outreach.undo(outcome.batch ?? 0, { ...BY, at: AT + 2 })).toBe(100);
});

test("an act that could do nothing at all fails", async () => {
  const store = await storeThatStopsAt(50);
  await expect(store.outreach.act(EVERYONE, ASSIGN, WHATEVER, { ...BY, at: AT + 1 })).rejects.toThrow();
});
