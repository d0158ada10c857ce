import { mkdtempSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import type { ErasureSubject } from "@/domain/operations/erasure";
import type { RetentionRules } from "@/domain/operations/retention";
import { copyDatabase } from "@/testing/copy-database";
import { byAt, type Command, command, type Deployment, type ExpectSame, pick } from "./model-command";
import { eventOf, letter, letterOf } from "./model-letters";
import { isUnderstood, type Kept, placedAt } from "./plain-history";
import { CONNECTIONS, forget, type Letter, type PlainModel, stateIn } from "./plain-model";

const DAY = 86_400_000;
const UNREAD_KEPT_DAYS = 30;
const RULES: RetentionRules = {
  ...{ keepEventsDays: 7, keepUnreadDays: UNREAD_KEPT_DAYS, keepRepeatsDays: 7, keepHoursDays: 0, keepAuditDays: 0 },
  databaseMaxMb: 0,
};

type Deliver = (model: PlainModel, real: Deployment, letters: readonly Letter[]) => Promise<void>;

/** What operators do to a deployment, and what happens to it, each with its weight. */
export function upkeepCommands(
  expectSame: ExpectSame,
  deliver: Deliver,
): (readonly [weight: number, fc.Arbitrary<Command>])[] {
  const erase = subject.map((whom) =>
    command(`erase ${JSON.stringify(whom)}`, async (model, { store }) => {
      const { connections, words } = forget(model, whom);
      // Unread events are erased if they name the person, in every way of writing: see `domain/operations/mention.test.ts`.
      const isNaming = ({ told }: Kept) => valuesIn(told).some((value) => words.has(value));
      model.events = model.events.filter((event) => isUnderstood(event) || !isNaming(event));
      const report = await store.maintenance.erase(whom, { isDryRun: false }, byAt(model));
      expectSame(report.connections.toSorted(), connections.toSorted(), "whose connections were erased");
      const left = [...(await idsOn(store))].sort((a, b) => a - b);
      expectSame(
        left,
        model.events.map(({ id }) => id),
        "which events an erasure left",
      );
    }),
  );
  const setAside = fc.record({ which: fc.nat(), isBack: fc.boolean() }).map(({ which, isBack }) =>
    command(`${isBack ? "bring back" : "dismiss"} ${which}`, async (model, { store }) => {
      const event = pick(
        model.events.filter((one) => !isUnderstood(one)),
        which,
      );
      if (!event) return;
      const isChanged = event.isDismissed === isBack;
      event.isDismissed = !isBack;
      const change = isBack ? store.events.bringBack : store.events.dismiss;
      expectSame(await change([event.id], byAt(model)), isChanged ? 1 : 0, "how many were set aside or brought back");
    }),
  );
  const retain = fc.boolean().map((isDryRun) =>
    command(`retain${isDryRun ? " (dry run)" : ""}`, async (model, { store }) => {
      const options = { isDryRun, isClockTrusted: true };
      const report = await store.maintenance.retain(RULES, options, byAt(model));
      const left = await idsOn(store);
      const gone = model.events.filter(({ id }) => !left.has(id));
      if (isDryRun) {
        expectSame(gone, [], "what a dry run removed");
        return;
      }
      const young = gone.filter((event) => {
        const isOld = event.receivedAt < model.now - (isUnderstood(event) ? 7 : UNREAD_KEPT_DAYS) * DAY;
        return !isOld || (isUnderstood(event) && placedAt(event) >= model.now - 7 * DAY);
      });
      expectSame(young, [], "what was removed too early");
      const rows = report.going.events.rows + report.going.unread.rows;
      expectSame(gone.length, rows, "how much the report says went");
      const before = CONNECTIONS.map((id) => withoutCount(model, id));
      model.events = model.events.filter(({ id }) => left.has(id));
      expectSame(
        CONNECTIONS.map((id) => withoutCount(model, id)),
        before,
        "the states that what is left gives",
      );
    }),
  );
  const rebuild = fc.boolean().map((isDryRun) =>
    command(`rebuild${isDryRun ? " (dry run)" : ""}`, async (_, { store }) => {
      const { corrected, removed, mended } = await store.maintenance.rebuild({ isDryRun });
      expectSame({ corrected, removed, mended }, { corrected: 0, removed: 0, mended: 0 }, "what a rebuild found");
    }),
  );
  const reread = fc.boolean().map((isDryRun) =>
    command(`reread${isDryRun ? " (dry run)" : ""}`, async (model, { store }) => {
      const readable = model.events.filter(({ isRead, told }) => !isRead && told.kind !== "paused");
      const report = await store.maintenance.reread({ isDryRun });
      expectSame(report.readable, readable.length, "how much of the quarantine could be read");
      if (!isDryRun) for (const event of readable) event.isRead = true;
    }),
  );
  const restart = fc.constant(
    command("restart", async (_, real) => {
      real.store.close();
      real.store = openStore(pathToFileURL(real.file));
    }),
  );
  const kill = letter.map((make) =>
    command(`kill during ${JSON.stringify(make)}`, async (model, real) => {
      const letter = letterOf(model, make);
      const lost = real.store.events.ingest(eventOf(letter), model.now).catch(() => {});
      const file = copyAsKilled(real.file);
      await lost;
      real.store.close();
      Object.assign(real, { file, store: openStore(pathToFileURL(file)) });
      await deliver(model, real, [letter]);
    }),
  );
  return [
    [2, erase],
    [1, retain],
    [1, rebuild],
    [1, reread],
    [1, setAside],
    [1, restart],
    [1, kill],
  ];
}

const subject: fc.Arbitrary<ErasureSubject> = fc.constantFrom<ErasureSubject[]>(
  { kind: "user", reference: "user_one" },
  { kind: "user", reference: "user_two" },
  { kind: "account", reference: "of_jane" },
  { kind: "account", reference: "of_zoe" },
);

/** Ignores the number of events, since fewer events give the same state. */
function withoutCount(model: PlainModel, connection: string) {
  const state = stateIn(model, connection);
  return state && { ...state, events: 0 };
}

/** Returns the numbers of all events that the store shows on timelines. */
async function idsOn(store: Store): Promise<Set<number>> {
  const pages = await Promise.all(CONNECTIONS.map((id) => store.timelines.ofConnection(id, { size: 500 })));
  const ids = pages.flatMap(({ steps }) =>
    steps.flatMap((one) => (one.kind === "act" ? [] : one.kind === "connection" ? one.event.id : one.id)),
  );
  return new Set(ids);
}

/** Returns the texts of an event, which its body holds unescaped here. */
function valuesIn({ user, account }: Kept["told"]): string[] {
  return [user, account?.id, account?.name].flatMap((value) => value ?? []);
}

/** Copies the database as a process killed at this moment would leave it. Returns the copy. */
function copyAsKilled(file: string): string {
  const folder = mkdtempSync(`${path.dirname(path.dirname(file))}${path.sep}killed-`);
  return copyDatabase(file, path.join(folder, path.basename(file)), ["", "-wal", "-mark"]);
}
