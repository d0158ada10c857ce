import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { expect, test } from "@/e2e/deployment";
import { begin, run } from "@/e2e/programs";
import { changeFile } from "@/testing/break-store";
import { liveLongAgo } from "./long-ago";

test("the command reports, removes while the server runs, and stops on a signal", async ({ relink }) => {
  await liveLongAgo(relink, 20);
  const client = new BetterSqlite3(path.join(relink.dataDir, "relink.db"));
  const looked = run(relink.dataDir, "retention", "--events", "30");
  expect([looked.code, looked.said]).toEqual([0, expect.stringContaining("19 would go, about")]);
  expect(looked.said).toContain("Nothing was removed: --apply does it.");
  expect(run(relink.dataDir, "retention", "--apply").said).toContain("No rule is set: everything is kept.");

  client.exec("insert into settings (name, value) values ('keepEventsDays', '30'); begin immediate");
  const held = begin(relink.dataDir, "retention", "--apply");
  await expect.poll(held.saidSoFar).toContain("Ctrl-C ends it");
  held.process.kill("SIGINT");
  // The signal arrived long ago; the command waits for the lock and finishes its current work first.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  client.exec("commit");
  client.close();
  const cancelled = await held.ended;
  expect([cancelled.code, cancelled.said]).toEqual([1, expect.stringContaining("Cancelled: what is old")]);

  const [, removed = ""] = /(\d+) are gone/.exec(cancelled.said) ?? [];
  const rest = run(relink.dataDir, "retention", "--apply");
  expect([rest.code, rest.said]).toEqual([0, expect.stringContaining(`${19 - Number(removed)} are gone`)]);
  expect(run(relink.dataDir, "rebuild", "--dry-run").said).toContain("Nothing differed");
});

test("a damaged event is named by settings, health, metrics, its own line and the commands", async ({ relink }) => {
  await relink.tell("created");
  await relink.tell("expired", { occurredAt: Date.now() + 1_000 });
  await relink.whileClosed(() => {
    changeFile(
      path.join(relink.dataDir, "relink.db"),
      "update events set body = cast(replace(cast(body as text), 'expired', 'expires') as blob) where id = 2",
    );
  });
  const health = async () => (await relink.ask("/api/health")).json();
  await expect.poll(health).toMatchObject({ status: "ready", damagedEvents: 1 });
  expect(await (await relink.ask("/metrics")).text()).toMatch(/^relink_damaged_events 1$/m);
  expect((await relink.read("/settings/storage")).text()).toContain("An event is damaged.");
  expect((await relink.read("/settings/storage")).text()).toContain("One event doesn't match its checksum.");
  expect((await relink.read("/events?event=2")).text()).toContain("This event is damaged");
  expect((await relink.read("/events?event=1")).text()).not.toContain("This event is damaged");
  const rebuilt = run(relink.dataDir, "rebuild");
  expect(rebuilt.said).toContain("Event 2 is damaged");
  expect(rebuilt.said).toContain("Nothing was corrected.");
  const backedUp = run(relink.dataDir, "backup");
  expect([backedUp.code, backedUp.said]).toEqual([5, expect.stringContaining("Event 2 is damaged")]);
  await relink.tell("created", { connection: "conn_2" });
});
