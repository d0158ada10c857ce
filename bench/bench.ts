import { fail, readArguments } from "@/scripts/commands/arguments";
import { ensureBuild } from "@/scripts/project.mjs";
import { benchBackup } from "./backup";
import { benchFlood } from "./flood";
import { benchFold } from "./fold";
import { benchIngest } from "./ingest";
import { benchRead } from "./read";
import { benchSize } from "./size";

const USAGE = `Measures, and prints what it measured as tables. Read them as ratios: machines differ, and are noisy.

  npm run bench                     the same as -- read
  npm run bench -- ingest
  npm run bench -- fold
  npm run bench -- size
  npm run bench -- read
  npm run bench -- flood
  npm run bench -- backup

  ingest            what the front door takes a second, beside an empty route of the same build, the same with a transaction
                    for each delivery, and the same work without the framework; then pages while it is as busy as can be
  --stored LIST     with so many events stored, default 0
  --at-once LIST    deliveries at a time, default 1,16,64
  --rounds N        default 5 here
  --seconds N       of each run, default 5 here

  fold              how fast all events are folded again, by one process and by several, and beside a server
  --rounds N        default 1 here
  size              what an event takes on disk, by table and index
  --connections N   of both, default 100,000, with ten events each

  read              the connections table's questions, against growing numbers of connections; then, at the largest, the
                    whole page and an export of all rows, alone and while events come in
  --sizes LIST      numbers of connections, default 10000,100000,1000000
  --events N        events for each connection, default 3
  --rounds N        how often each question is asked, default 30

  flood             forged deliveries beside genuine ones: what is kept of them, and what it costs the others
  --seconds N       default 60
  --rate N          forged deliveries a second, default 1000

  backup            deliveries while a backup is made: none, by the command, by the server itself
  --connections N   default 100,000, with --events for each
  --deliveries N    a second, default 100

Databases are made once, in .cache/bench, some 2.5 KB for each connection.`;

const { values, positionals } = readArguments(
  {
    sizes: { type: "string", default: "10000,100000,1000000" },
    events: { type: "string", default: "3" },
    rounds: { type: "string" },
    seconds: { type: "string" },
    stored: { type: "string", default: "0" },
    "at-once": { type: "string", default: "1,16,64" },
    rate: { type: "string", default: "1000" },
    connections: { type: "string", default: "100000" },
    deliveries: { type: "string", default: "100" },
  },
  USAGE,
  Number.POSITIVE_INFINITY,
);

const [part = "read"] = positionals;
const { rounds, seconds } = values;
// These parts start servers; ingest has its own build, with routes to compare with.
if (["fold", "read", "flood", "backup"].includes(part)) ensureBuild();
if (part === "ingest") await benchIngest({ ...values, rounds: rounds ?? "5", seconds: seconds ?? "5" });
else if (part === "fold") await benchFold({ ...values, rounds: rounds ?? "1" });
else if (part === "size") await benchSize(values);
else if (part === "read") await benchRead({ ...values, rounds: rounds ?? "30" });
else if (part === "flood") await benchFlood({ ...values, seconds: seconds ?? "60" });
else if (part === "backup") await benchBackup(values);
else fail(`There is no part "${part}".\n\n${USAGE}`);
