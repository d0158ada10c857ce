import { existsSync } from "node:fs";
import { openStore } from "@/db/open-store";
import { CONNECTIONS_MAX, yearOf } from "@/testing/worlds/made-up-year";
import { fail, failOnFaults, readArguments, readCount, say } from "./arguments";
import { settings } from "./settings";

const USAGE = `Fills a new database with a made-up world, for measuring: the same seed gives the same world.

  npm run generate -- --connections 1000000 --events 10000000

  --connections N   default 10,000
  --events N        default ten for each connection
  --seed N          default 1
The database is made in RELINK_DATA_DIR, which must not have one yet.`;

failOnFaults();
const { values } = readArguments(
  {
    connections: { type: "string", default: "10000" },
    events: { type: "string" },
    seed: { type: "string", default: "1" },
  },
  USAGE,
);

await generate();

async function generate(): Promise<void> {
  const connections = readCount("connections", values.connections);
  const events = readCount("events", values.events ?? String(connections * 10));
  const seed = readCount("seed", values.seed);
  if (connections >= CONNECTIONS_MAX) fail(`--connections must be below ${CONNECTIONS_MAX.toLocaleString("en")}.`);
  if (events < connections) fail("--events must be at least as many as --connections: each has one event or more.");
  const { databaseUrl, dataDir } = settings();
  if (existsSync(databaseUrl))
    fail(`There is a database in ${dataDir} already. Set RELINK_DATA_DIR to an empty folder.`);
  const store = openStore(databaseUrl);
  const startedAt = performance.now();
  const report = await store.maintenance.load(yearOf(connections, events, seed));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`Made ${report.connections.toLocaleString("en")} connections of ${report.events.toLocaleString("en")} events`);
  say(`in ${dataDir}, in ${seconds} s.`);
  store.close();
}
