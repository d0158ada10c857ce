import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import { WHOLE_LIST, WHOLE_QUEUE } from "@/domain/lists/connection-search";
import type { FacetCount } from "@/domain/lists/facets";
import type { CaseAct } from "@/domain/outreach/case-act";
import { TODO_STATES } from "@/domain/outreach/outreach";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { withFolder } from "@/testing/fresh-store";
import type { Deployment } from "@/testing/model/model-command";
import { modelCommands } from "@/testing/model/model-commands";
import { isUnderstood, timelineOf } from "@/testing/model/plain-history";
import { CONNECTIONS, cardsIn, casesIn, newModel, type PlainModel, stateIn } from "@/testing/model/plain-model";
import { comparable, comparableRecount } from "@/testing/recount/comparable-case";
import { runs } from "@/testing/runs";

/** Of about thirty commands each, since their number is random too. */
const RUNS = runs(100);
const COMMANDS_MAX = 60;
const MS_PER_RUN = 20_000;
const TEN_MINUTES = 600_000;

test(
  "whatever happens in whatever order, a deployment knows what a plain recount of its events and acts gives",
  async () => {
    const commands = fc.commands(modelCommands(same).map(watched), { maxCommands: COMMANDS_MAX, size: "max" });
    const property = fc.asyncProperty(commands, (some) => withFolder((folder) => runAll(folder, some)));
    await fc.assert(property, { numRuns: RUNS });
  },
  MS_PER_RUN * (RUNS + 1),
);

async function runAll(folder: string, commands: Iterable<fc.AsyncCommand<PlainModel, Deployment>>): Promise<void> {
  const live = path.join(folder, "live");
  mkdirSync(live);
  const file = path.join(live, "relink.db");
  const real: Deployment = { store: openStore(pathToFileURL(file)), file, batches: [] };
  try {
    const model = newModel();
    await fc.asyncModelRun(() => ({ model, real }), commands);
    await compareHistories(model, real.store);
    const { corrected, removed, mended } = await real.store.maintenance.rebuild({ isDryRun: true });
    expect({ corrected, removed, mended }).toEqual({ corrected: 0, removed: 0, mended: 0 });
  } finally {
    real.store.close();
  }
}

/** Compares what the screens show after each command. */
function watched(
  commands: fc.Arbitrary<fc.AsyncCommand<PlainModel, Deployment>>,
): fc.Arbitrary<fc.AsyncCommand<PlainModel, Deployment>> {
  return commands.map((command) => ({
    check: () => true,
    run: async (model, real) => {
      await command.run(model, real);
      await compare(model, real.store);
    },
    toString: () => command.toString(),
  }));
}

async function compare(model: PlainModel, { connections, outreach, timelines }: Store): Promise<void> {
  const states = CONNECTIONS.flatMap((id) => {
    const state = stateIn(model, id);
    return state ? [{ ...state, id }] : [];
  });
  const list = await connections.search(WHOLE_LIST, model.now);
  const rows = list.rows.toSorted(byId);
  expect(rows.map(({ id }) => id)).toEqual(states.map(({ id }) => id));
  expect(rows, "states").toMatchObject(states);
  expect(list.total).toEqual({ value: states.length, precision: "exact" });
  expect(countsOf(list.facets.status), "statuses").toEqual(countBy(states.map(({ status }) => status)));
  const cards = cardsIn(model);
  const wanted = cards.filter(({ state }) => TODO_STATES.some((one) => one === state));
  const queue = await connections.search(WHOLE_QUEUE, model.now);
  expect(countsOf(queue.facets.outreach), "tabs of the queue").toEqual(countBy(cards.map(({ state }) => state)));
  const shown = queue.rows.map(({ user, id }) => user ?? id);
  expect(shown.toSorted(), "the queue").toEqual(wanted.map(({ label }) => label).toSorted());
  const newest = CONNECTIONS.flatMap((id) => casesIn(model, id).slice(-1)).map(comparableRecount);
  expect((await outreach.current(CONNECTIONS)).map(comparable), "newest cases").toEqual(newest);
  // Sequentially, since four at once take half of the time: a run ends with all of them.
  await compareTimeline(model, timelines, CONNECTIONS[(model.now / TEN_MINUTES) % CONNECTIONS.length] ?? "");
}

async function compareTimeline({ events }: PlainModel, timelines: Store["timelines"], id: string): Promise<void> {
  const { steps } = await timelines.ofConnection(id, { size: 500 });
  const lines = steps.flatMap((step) => (step.kind === "act" ? [] : step.kind === "connection" ? step.event : step));
  expect(lines.map(lineOf), `timeline of ${id}`).toEqual(timelineOf(events, id).toReversed().map(lineOf));
}

/** Compares all past acts as well. */
async function compareHistories(model: PlainModel, { intake, outreach, timelines }: Store): Promise<void> {
  const waiting = model.events.filter((event) => !isUnderstood(event) && !event.isDismissed);
  expect((await intake.summary()).unrecognised, "the quarantine").toBe(waiting.length);
  for (const id of CONNECTIONS) {
    await compareTimeline(model, timelines, id);
    const { cases, acts, steps } = await outreach.history(id);
    expect(cases.map(comparable), `cases of ${id}`).toEqual(casesIn(model, id).map(comparableRecount).toReversed());
    const isIts = ({ connection }: { readonly connection: string }) => connection === id;
    expect(acts.map(actOf)).toEqual(model.acts.filter(isIts).map(actOf));
    expect(steps.map(stepOf)).toEqual(model.steps.filter(isIts).map(stepOf));
  }
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
const lineOf = ({ id, deliveries }: { readonly id: number; readonly deliveries: number }) => ({ id, deliveries });
const actOf = ({ at, batch, content, undoneAt }: CaseAct) => ({ at, batch, content, undoneAt });
const stepOf = ({ at, progress }: LinkStep) => ({ at, progress });

function same(actual: unknown, expected: unknown, what: string): void {
  expect(actual, what).toEqual(expected);
}

/** Values with a count. */
function countsOf(counts: readonly FacetCount[]): Record<string, number> {
  return Object.fromEntries(counts.filter(({ count }) => count > 0).map(({ value, count }) => [value, count]));
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
