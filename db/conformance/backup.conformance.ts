import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_LIST } from "@/domain/lists/connection-search";
import { freshFolder } from "@/testing/fresh-store";
import { created, expired } from "@/testing/worlds/deliveries";

/** Tests what every store promises about backups. `openBackup` returns a store with a backup's content. */
export function describeBackups(
  name: string,
  freshStore: () => Store,
  openBackup: (file: string) => Promise<Store>,
): void {
  describe(`${name}: backups`, () => {
    test("a backup holds everything acknowledged before it, while events keep arriving, and its state is their fold", async () => {
      const store = freshStore();
      await Promise.all(Array.from({ length: 300 }, (_, index) => store.events.ingest(eventOf(index), index)));
      const file = path.join(freshFolder(), "backups", "one.gz");
      const coming = ingestUntil(store);
      const outcome = await store.maintenance.backup(file);
      const last = await coming.stop();
      expect(outcome).toMatchObject({ kind: "made", report: { compared: 50, connections: 50 } });
      expect(last).toBeGreaterThan(310);
      const held = await openBackup(file);
      const events = outcome.kind === "made" ? outcome.report.events : 0;
      expect(events).toBeGreaterThanOrEqual(300);
      expect(await held.maintenance.rebuild({ isDryRun: true })).toMatchObject({
        events,
        corrected: 0,
        removed: 0,
        mended: 0,
      });
      expect((await held.connections.search(WHOLE_LIST, 0)).total.value).toBe(50);
      expect(await store.maintenance.rebuild({ isDryRun: true })).toMatchObject({
        corrected: 0,
        removed: 0,
        mended: 0,
      });
    });

    test("each step is reported, and only one file is left, which only its owner may read", async () => {
      const store = freshStore();
      await store.events.ingest(eventOf(0), 0);
      const folder = freshFolder();
      const steps = new Set<string>();
      const file = path.join(folder, "one.gz");
      await store.maintenance.backup(file, { onProgress: ({ step }) => steps.add(step) });
      expect([...steps]).toEqual(["copying", "checking", "folding", "packing", "proving"]);
      expect(readdirSync(folder)).toEqual(["one.gz"]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    });

    test("a sample compares only the requested number of connections", async () => {
      const store = freshStore();
      await Promise.all(Array.from({ length: 300 }, (_, index) => store.events.ingest(eventOf(index), index)));
      const outcome = await store.maintenance.backup(path.join(freshFolder(), "one.gz"), { sample: 20 });
      expect(outcome).toMatchObject({ kind: "made", report: { compared: 20, connections: 50 } });
    });

    test("a cancelled backup leaves nothing behind, and harms nothing", async () => {
      const store = freshStore();
      await store.events.ingest(eventOf(0), 0);
      const folder = freshFolder();
      for (const at of ["copying", "checking", "folding", "packing", "proving"]) {
        const controller = new AbortController();
        const outcome = await store.maintenance.backup(path.join(folder, "one.gz"), {
          signal: controller.signal,
          onProgress: ({ step }) => (step === at ? controller.abort() : undefined),
        });
        expect([at, outcome.kind]).toEqual([at, "cancelled"]);
        expect(readdirSync(folder)).toEqual([]);
      }
      expect((await store.events.ingest(eventOf(1), 0)).outcome).toBe("stored");
    });

    test("an unwritable folder is reported as such", async () => {
      const store = freshStore();
      const taken = path.join(freshFolder(), "taken");
      writeFileSync(taken, "a file");
      const outcome = await store.maintenance.backup(path.join(taken, "one.gz"));
      expect(outcome).toMatchObject({ kind: "failed", problem: "not_writable" });
      expect(readFileSync(taken, "utf8")).toBe("a file");
      expect(existsSync(path.join(taken, "one.gz"))).toBe(false);
    });

    test("a healthy store finds no damage", async () => {
      const store = freshStore();
      await store.events.ingest(eventOf(0), 0);
      expect(await store.maintenance.lookForDamage()).toBeNull();
      expect(store.damage()).toBeNull();
    });
  });
}

function eventOf(index: number) {
  const said = { connection: `conn_${index % 50}`, user: `user_${index % 50}`, occurredAt: index * 1_000 };
  return index % 3 === 0 ? expired(said) : created(said);
}

/** Ingests one event after another until told to stop. Returns how many. */
function ingestUntil(store: Store): { readonly stop: () => Promise<number> } {
  let isStopped = false;
  const done = (async () => {
    let index = 300;
    for (; !isStopped; index++) {
      await store.events.ingest(eventOf(index), index);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return index;
  })();
  return {
    stop: () => {
      isStopped = true;
      return done;
    },
  };
}
