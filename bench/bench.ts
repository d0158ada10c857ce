import { fail, readArguments } from "@/scripts/arguments";
import { benchFlood } from "./flood";
import { benchRead } from "./read";

const USAGE = `Measures, and prints what it measured as tables. Read them as ratios: machines differ, and are noisy.

  npm run bench -- read
  npm run bench -- flood

  read              the connections table's questions, against growing numbers of connections; then, at the largest, the
                    whole page and an export of all rows, alone and while events come in
  --sizes LIST      numbers of connections, default 10000,100000,1000000
  --events N        events for each connection, default 3
  --rounds N        how often each question is asked, default 30

  flood             forged deliveries beside genuine ones: what is kept of them, and what it costs the others
  --seconds N       default 60
  --rate N          forged deliveries a second, default 1000

Databases are made once, in .cache/bench, some 2.5 KB for each connection.`;

const { values, positionals } = readArguments(
  {
    sizes: { type: "string", default: "10000,100000,1000000" },
    events: { type: "string", default: "3" },
    rounds: { type: "string", default: "30" },
    seconds: { type: "string", default: "60" },
    rate: { type: "string", default: "1000" },
  },
  USAGE,
);

const [part = "read"] = positionals;
if (part === "read") await benchRead(values);
else if (part === "flood") await benchFlood(values);
else fail(`There is no part "${part}".\n\n${USAGE}`);
