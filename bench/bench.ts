import { fail, readArguments } from "@/scripts/arguments";
import { benchRead } from "./read";

const USAGE = `Measures, and prints what it measured as tables. Read them as ratios: machines differ, and are noisy.

  npm run bench -- read

  read              the connections table's questions, against growing numbers of connections; then, at the largest, the
                    whole page and an export of all rows, alone and while events come in
  --sizes LIST      numbers of connections, default 10000,100000,1000000
  --events N        events for each connection, default 3
  --rounds N        how often each question is asked, default 30
Databases are made once, in .cache/bench, some 2.5 KB for each connection.`;

const { values, positionals } = readArguments(
  {
    sizes: { type: "string", default: "10000,100000,1000000" },
    events: { type: "string", default: "3" },
    rounds: { type: "string", default: "30" },
  },
  USAGE,
);

const [part = "read"] = positionals;
if (part !== "read") fail(`There is no part "${part}".\n\n${USAGE}`);
await benchRead(values);
