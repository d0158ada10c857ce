import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Relink, test } from "@/e2e/deployment";
import { begin, ROOT, run } from "@/e2e/programs";
import { zeroPages } from "@/testing/break-store";
import { startServer } from "@/testing/servers/server";
import { signIn } from "@/testing/servers/sign-in";
import { docsBody } from "@/testing/worlds/deliveries";

const backupsIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((one) => one.endsWith(".gz")) : [];
const healthOf = async ({ origin }: Relink) => (await fetch(`${origin}/api/health`)).json();

test.describe("on a schedule", () => {
  const folder = path.join(tmpdir(), `relink-backups-${process.pid}`);
  test.use({ env: { RELINK_BACKUP_DIR: folder } });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the first backup is made soon after the start, and health reports it", async ({ relink }) => {
    await relink.tell("created");
    await expect.poll(() => backupsIn(folder).length, { timeout: 30_000 }).toBe(1);
    await expect.poll(() => healthOf(relink)).toMatchObject({ status: "ready", backup: "fine" });
    expect((await relink.read("/settings/backup")).text()).toContain("One is made every 24 hours.");
    await relink.whileClosed(() => {});
    expect(await healthOf(relink)).toMatchObject({ status: "ready", backup: "fine" });
  });
});

test.describe("on a schedule that can't be kept", () => {
  test.use({ env: { RELINK_BACKUP_DIR: path.join(ROOT, "package.json", "no-folder") } });

  test("a failed backup is reported on every settings screen, by health, and in the audit log", async ({ relink }) => {
    await expect.poll(() => healthOf(relink), { timeout: 30_000 }).toMatchObject({ status: "ready", backup: "failed" });
    expect((await relink.read("/settings/people")).text()).toMatch(/A backup failed.*Nothing can be written to/);
    const audit = (await relink.read("/audit?deed=backup_failed")).text();
    expect(audit).toContain("Relink itself");
    expect(audit).toContain("Problem not writable");
  });
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("a backup made while events arrive restores everything before it and nothing after, and events continue", async ({
    relink,
  }) => {
    test.setTimeout(900_000);
    let isOver = false;
    let sent = 0;
    const sender = (async () => {
      for (; !isOver; sent++) {
        await relink.tell(sent % 2 === 0 ? "created" : "expired", {
          connection: `conn_${sent % 20}`,
          user: `user_${sent % 20}`,
        });
      }
    })();
    await expect.poll(() => sent).toBeGreaterThan(60);
    const sentBefore = sent;
    const folder = path.join(relink.dataDir, "backups");
    const made = await begin(relink.dataDir, "backup").ended;
    expect([made.code, made.said]).toEqual([
      0,
      expect.stringContaining("20 connections equal the fold of their events"),
    ]);
    const sentAfter = sent;
    await expect.poll(() => sent).toBeGreaterThan(sentAfter + 20);
    isOver = true;
    await sender;
    await relink.tell("created", { connection: "conn_after", user: "user_after", account: { name: "Came After" } });
    const [name = ""] = backupsIn(folder);
    expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);

    const refused = run(relink.dataDir, "restore", name, "--yes");
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining("Relink runs on")]);
    await relink.server().stop();
    const unasked = run(relink.dataDir, "restore", name);
    expect([unasked.code, unasked.said]).toEqual([1, expect.stringContaining("Add --yes")]);
    expect(unasked.said).toMatch(/Will be lost: \d+ events, received from 2\d{3}-.* UTC to 2\d{3}-.* UTC\./);
    const restored = run(relink.dataDir, "restore", name, "--yes");
    expect([restored.code, restored.said]).toEqual([0, expect.stringContaining("What was there is kept as")]);
    const [, kept = ""] = /It holds ([\d,]+) events/.exec(restored.said) ?? [];
    const events = Number(kept.replaceAll(",", ""));
    expect(events).toBeGreaterThanOrEqual(sentBefore);
    expect(events).toBeLessThan(sent);

    await relink.restart();
    const fold = run(relink.dataDir, "rebuild", "--dry-run");
    expect(fold.said).toContain(`Folded ${kept} events of 20 connections`);
    expect(fold.said).toContain("Nothing differed");
    await relink.tell("created", { connection: "conn_again", account: { name: "Came Again" } });
    const cookie = await signIn(relink.origin);
    const list = await fetch(`${relink.origin}/connections`, { headers: { cookie } }).then((response) =>
      response.text(),
    );
    expect([list.includes("Came Again"), list.includes("Came After")]).toEqual([true, false]);
    const before = await relink.ask("/connections", { redirect: "manual" });
    expect([before.status, before.headers.get("location")]).toEqual([307, expect.stringContaining("/sign-in")]);
  });
});

test("when the commands fail, they end with a sentence and their own exit code", async ({ relink }) => {
  const empty = mkdtempSync(path.join(tmpdir(), "relink-empty-"));
  const none = run(empty, "backup");
  expect([none.code, none.said]).toEqual([2, expect.stringContaining("There is no database in")]);
  const unwritable = run(relink.dataDir, "backup", "--dir", path.join(relink.dataDir, "relink.db", "x"));
  expect([unwritable.code, unwritable.said]).toEqual([4, expect.stringContaining("Nothing can be written to")]);
  expect(run(empty, "restore").said).toContain("There is no backup in");
  expect(run(empty, "restore", "nothing.gz")).toMatchObject({
    code: 1,
    said: expect.stringContaining("There is no nothing.gz"),
  });
  rmSync(empty, { recursive: true });
});

test("only the newest backups are kept, up to the configured number", async ({ relink }) => {
  const folder = path.join(relink.dataDir, "kept");
  const old = ["relink-2020-01-01T00-00-00Z-v0.0.1.db.gz", "relink-2020-01-02T00-00-00Z-v0.0.1.db.gz", "notes.txt"];
  expect(run(relink.dataDir, "backup", "--dir", folder).code).toBe(0);
  for (const name of old) writeFileSync(path.join(folder, name), "");
  expect(run(relink.dataDir, "backup", "--dir", folder, "--keep", "2").code).toBe(0);
  const names = readdirSync(folder).sort();
  expect(names).toEqual(["notes.txt", expect.not.stringContaining("2020"), expect.not.stringContaining("2020")]);
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("a second server on the same folder is refused with a sentence, until the first is gone, however it ended", async ({
    relink,
  }) => {
    const env = { RELINK_DATA_DIR: relink.dataDir };
    const problem = await startServer(env).catch((error: Error) => error.message);
    expect(problem).toContain(`Another Relink serves from ${relink.dataDir}`);
    expect(problem).not.toContain("    at ");
    expect((await relink.post(docsBody("created"))).status).toBe(200);
    await relink.server().stop("SIGKILL");
    const second = await startServer(env);
    expect((await fetch(`${second.origin}/api/health`)).status).toBe(200);
    await second.stop();
  });
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("a damaged database is refused at the start, naming the backup to restore", async ({ relink }) => {
    await relink.tell("created");
    expect(run(relink.dataDir, "backup").code).toBe(0);
    const [name = ""] = backupsIn(path.join(relink.dataDir, "backups"));
    await relink.server().stop();
    const file = path.join(relink.dataDir, "relink.db");
    truncateSync(file, statSync(file).size - 4096);
    const problem = await startServer({ RELINK_DATA_DIR: relink.dataDir }).catch((error: Error) => error.message);
    expect(problem).toContain(`The database ${file} is damaged: `);
    expect(problem).toContain(`npm run restore -- ${path.join(relink.dataDir, "backups", name)}`);
    expect(problem).not.toContain("    at ");
    const admin = run(relink.dataDir, "admin");
    expect([admin.code, admin.said]).toEqual([1, expect.stringContaining("npm run restore -- ")]);
    expect(run(relink.dataDir, "restore", name, "--yes").code).toBe(0);
    await relink.restart();
    expect((await fetch(`${relink.origin}/api/health`)).status).toBe(200);
  });
});

test.describe("with a server of its own", () => {
  test.use({ ownServer: true });

  test("damage found at run time: deliveries are deferred, and health reports it", async ({ relink }) => {
    for (let index = 0; index < 50; index++) await relink.tell("created", { connection: `conn_${index}` });
    zeroPages(relink.dataDir);
    const answer = await relink.post(docsBody("created", { connection: "conn_new" }));
    expect([answer.status, (await answer.json()).error]).toEqual([503, "not_kept"]);
    const health = await fetch(`${relink.origin}/api/health`);
    expect([health.status, (await health.json()).error]).toEqual([503, "database_damaged"]);
    expect((await relink.post(docsBody("created"))).status).toBe(503);
  });
});
