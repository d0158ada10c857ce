import path from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { readCount, say } from "@/scripts/commands/arguments";
import { benchDatabase } from "./databases";
import { formatTable } from "./measure";

type Options = { readonly connections: string };
type Tree = { readonly name: string; readonly bytes: number };

const EVENTS_EACH = 10;
/** What there is once for each event; all else is for connections. */
const OF_EVENTS = /^(?:events|event_values|event_counts|repeats|intake_hours|sqlite_autoindex_intake_hours)/;
const SHOWN_BYTES_MIN = 0.5;

/** Measures the disk space of an event, apart from its body. */
export async function benchSize({ connections }: Options): Promise<void> {
  const folder = await benchDatabase(readCount("connections", connections), EVENTS_EACH);
  const client = new BetterSqlite3(path.join(folder, "relink.db"), { readonly: true });
  const { events, bodies } = client
    .prepare<[], { events: number; bodies: number }>("select count(*) events, sum(length(body)) bodies from events")
    .get() ?? { events: 0, bodies: 0 };
  const trees = client
    .prepare<[], Tree>(
      "select name, sum(pgsize) bytes from dbstat where aggregate = true group by name order by 2 desc",
    )
    .all();
  client.close();
  const all = trees.reduce((sum, tree) => sum + tree.bytes, 0);
  const ofEvents = trees.filter(({ name }) => OF_EVENTS.test(name)).reduce((sum, tree) => sum + tree.bytes, 0);
  const row = (name: string, bytes: number) => [name, (bytes / events).toFixed(1), (bytes / bodies).toFixed(2)];
  const shown = trees.filter(({ bytes }) => bytes / events >= SHOWN_BYTES_MIN);
  say(`\n${events.toLocaleString("en")} events, ${EVENTS_EACH} a connection; ratios to the bytes of their bodies.\n`);
  say(
    formatTable([
      ["what", "bytes an event", "ratio"],
      row("bodies alone", bodies),
      row("events and their indexes", ofEvents),
      row("all, connections and outreach included", all),
      ...shown.map(({ name, bytes }) => row(`  ${name}`, bytes)),
    ]),
  );
}
