import { formatTable } from "@/bench/measure";
import { fail, readArguments, readCount, say } from "@/scripts/commands/arguments";
import { ensureBuild } from "@/scripts/project.mjs";
import { fuzz } from "@/torture/hostile/fuzz";
import { clock } from "@/torture/parts/clock";
import { diskFull } from "@/torture/parts/disk-full";
import { kill } from "@/torture/parts/kill";
import { locked } from "@/torture/parts/locked";
import { powerCut } from "@/torture/parts/power-cut";
import { slowDisk } from "@/torture/parts/slow-disk";
import { soak } from "@/torture/parts/soak";
import { stop } from "@/torture/parts/stop";
import type { Part } from "./part";

const PARTS: Readonly<Record<string, Part>> = {
  kill,
  stop,
  "disk-full": diskFull,
  locked,
  "power-cut": powerCut,
  "slow-disk": slowDisk,
  clock,
  fuzz,
  soak,
};

const USAGE = `Does to a server what the world may do to it, and proves that nothing acknowledged is lost.

  npm run torture
  npm run torture -- kill --rounds 100 --seed 7

  kill        the server is killed at random moments under load, and started again
  stop        it is told to end under load
  disk-full   the disk fills up, and empties again (needs to be root, to mount a small file system)
  locked      another program holds the database
  power-cut   the journal is cut and torn as a power cut may leave it, without a server
  slow-disk   each commit takes 50 to 500 ms
  clock       the server's clock jumps back and forth
  fuzz        generated bodies and headers through verifier, parser and store, then hostile requests over HTTP
  soak        everything at once, for long

  --seed N       the same messages, moments and bodies for the same seed, default 1
  --rounds N     of kill (default 100), power-cut (1,000), stop (10), disk-full (3), locked and clock (1)
  --cases N      generated bodies of fuzz, default 1_000_000
  --requests N   hostile requests of fuzz, default 100_000
  --minutes N    of soak, default 60; growth is judged from 5 on

Ends with 1 where a promise was broken, and says which.`;

const { values, positionals } = readArguments(
  {
    seed: { type: "string", default: "1" },
    rounds: { type: "string" },
    cases: { type: "string", default: "1_000_000" },
    requests: { type: "string", default: "100_000" },
    minutes: { type: "string", default: "60" },
  },
  USAGE,
  Number.POSITIVE_INFINITY,
);

await torture(positionals.length > 0 ? positionals : Object.keys(PARTS));

async function torture(names: readonly string[]): Promise<void> {
  const parts = names.map((name) => [name, PARTS[name] ?? fail(`There is no part "${name}".\n\n${USAGE}`)] as const);
  const scale = {
    seed: readCount("seed", values.seed),
    rounds: values.rounds === undefined ? null : readCount("rounds", values.rounds),
    cases: readCount("cases", values.cases),
    requests: readCount("requests", values.requests),
    minutes: readCount("minutes", values.minutes),
  };
  ensureBuild();
  let isBroken = false;
  for (const [name, part] of parts) {
    say(`— ${name}, seed ${scale.seed}`);
    const found = await part(scale);
    if ("skipped" in found) {
      say(`Skipped: ${found.skipped}\n`);
      continue;
    }
    say(formatTable(found.table));
    for (const sentence of found.broken) say(`Broken: ${sentence}.`);
    isBroken ||= found.broken.length > 0;
  }
  say(isBroken ? "A promise was broken." : "Every promise was kept.");
  process.exit(isBroken ? 1 : 0);
}
