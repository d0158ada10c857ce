import path from "node:path";
import { pathToFileURL } from "node:url";
import BetterSqlite3 from "better-sqlite3";
import { openStore } from "@/db/open-store";
import type { Store } from "@/db/store";
import { parseEventSearch } from "@/domain/intake/event-log";
import { parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { ALL_SELECTED } from "@/domain/lists/selection";
import { readCount, say } from "@/scripts/commands/arguments";
import { WORLD_END } from "@/testing/worlds/made-up-year";
import { benchDatabase } from "./databases";
import { formatTable, measure, percentile, type Timings } from "./measure";
import { measurePages } from "./pages";
import { LOG_QUESTIONS, QUESTIONS, type Question } from "./questions";

type Options = { readonly sizes: string; readonly events: string; readonly rounds: string };
type Answer = { readonly name: string; readonly timings: Timings; readonly naiveMs: number | null };

/** Deep enough that counting the rows before it would show. */
const DEEP_PAGES = 40;
const NAIVE_ROUNDS = 3;

/** Runs the table's queries on growing databases, through the store functions that the page calls, and prints the growth. */
export async function benchRead({ sizes, events, rounds }: Options): Promise<void> {
  const counts = sizes.split(",").map((size) => readCount("sizes", size.trim()));
  const answers: Answer[][] = [];
  for (const connections of counts) {
    const folder = await benchDatabase(connections, readCount("events", events));
    answers.push(await askAll(folder, readCount("rounds", rounds)));
  }
  say(`\nMilliseconds: p50 and p95 of ${rounds}, rows, total and all facet counts together.`);
  say(
    "Growth: p50 at the largest by p50 at the smallest. Naive: the SQL that one would write first, by ours, at the largest.\n",
  );
  say(formatTable(tableOf(counts, answers)));
  const largest = counts.at(-1) ?? 0;
  say(`The whole page over HTTP at ${largest.toLocaleString("en")} connections, to the last byte:`);
  const { pages, exports } = await measurePages(await benchDatabase(largest, readCount("events", events)));
  say(formatTable(pages));
  say("All rows as CSV over HTTP, and what the process held at most meanwhile:");
  say(formatTable(exports));
}

async function askAll(folder: string, rounds: number): Promise<Answer[]> {
  const file = path.join(folder, "relink.db");
  const store = openStore(pathToFileURL(file));
  const naive = new BetterSqlite3(file, { readonly: true });
  const startedAt = performance.now();
  await store.connections.count(parseConnectionSearch({}), WORLD_END);
  say(`Opened ${path.basename(folder)}, in memory after ${Math.round(performance.now() - startedAt)} ms.`);
  const answers: Answer[] = [];
  for (const question of QUESTIONS) answers.push(await ask(store, naive, question, rounds));
  for (const question of LOG_QUESTIONS) answers.push(await askLog(store, naive, question, rounds));
  answers.push(await askDeepPage(store, naive, rounds));
  answers.push(await askExportStart(store, rounds));
  naive.close();
  store.close();
  return answers;
}

async function ask(store: Store, naive: BetterSqlite3.Database, question: Question, rounds: number): Promise<Answer> {
  const searches = question.queries.map((query) => parseConnectionSearch(new URLSearchParams(query)));
  const timings = await measure(rounds, (round) => {
    const search = searches[round % searches.length];
    return search && store.connections.search(search, WORLD_END);
  });
  return { name: question.name, timings, naiveMs: question.naive ? await askNaively(naive, question.naive) : null };
}

async function askLog(
  store: Store,
  naive: BetterSqlite3.Database,
  question: Question,
  rounds: number,
): Promise<Answer> {
  const searches = question.queries.map((query) => parseEventSearch(new URLSearchParams(query)));
  const timings = await measure(rounds, (round) => {
    const search = searches[round % searches.length];
    return search && store.events.search(search, WORLD_END);
  });
  return { name: question.name, timings, naiveMs: question.naive ? await askNaively(naive, question.naive) : null };
}

/** Returns the median of a few runs, which is enough for something this slow. */
async function askNaively(naive: BetterSqlite3.Database, sql: string): Promise<number> {
  const statements = sql.split(";").map((one) => naive.prepare(one));
  const timings = await measure(NAIVE_ROUNDS, () => statements.map((statement) => statement.all()));
  return percentile(timings, 50);
}

async function askDeepPage(store: Store, naive: BetterSqlite3.Database, rounds: number): Promise<Answer> {
  let search = parseConnectionSearch({ size: "100" });
  for (let page = 0; page < DEEP_PAGES; page++) {
    const { next } = await store.connections.search(search, WORLD_END);
    search = { ...search, after: next ?? search.after };
  }
  const timings = await measure(rounds, () => store.connections.search(search, WORLD_END));
  const offset = `select * from connections order by last_event_at desc, key desc limit 101 offset ${DEEP_PAGES * 100}`;
  return { name: `page ${DEEP_PAGES + 1} of 100 rows`, timings, naiveMs: await askNaively(naive, offset) };
}

/** Until the first slice of everything is there. */
async function askExportStart(store: Store, rounds: number): Promise<Answer> {
  const search = parseConnectionSearch({});
  const timings = await measure(rounds, async () => {
    const { slices } = await store.connections.readAll(search, ALL_SELECTED, WORLD_END);
    const iterator = slices[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
  });
  return { name: "export, its first 1,000 rows", timings, naiveMs: null };
}

function tableOf(counts: readonly number[], answers: readonly (readonly Answer[])[]): string[][] {
  const heading = [
    "question",
    ...counts.flatMap((count) => [`${count.toLocaleString("en")} p50`, "p95"]),
    "growth",
    "naive",
  ];
  const [smallest] = answers;
  const largest = answers.at(-1);
  const rows = (smallest ?? []).map((first, index) => {
    const last = largest?.[index] ?? first;
    const cells = answers.flatMap((of) =>
      [50, 95].map((percent) => percentile(of[index]?.timings ?? [], percent).toFixed(2)),
    );
    const growth = percentile(last.timings, 50) / percentile(first.timings, 50);
    const naive = last.naiveMs === null ? "" : `${(last.naiveMs / percentile(last.timings, 50)).toFixed(1)} ×`;
    return [first.name, ...cells, `${growth.toFixed(1)} ×`, naive];
  });
  return [heading, ...rows];
}
