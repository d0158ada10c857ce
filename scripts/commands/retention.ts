import { CONSOLE } from "@/domain/access/audit";
import type { Progress } from "@/domain/operations/maintenance";
import {
  type ClockJump,
  hasRules,
  KIND_WORDS,
  RETENTION_KINDS,
  type RetentionReport,
  type RetentionRules,
  RULE_OF_KIND,
  retentionRulesSchema,
  totalOf,
} from "@/domain/operations/retention";
import { parseRetentionForm } from "@/domain/operations/retention-form";
import { formatBytes } from "@/domain/values/byte-size";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { fail, failOnFaults, readArguments, say } from "./arguments";
import { openDatabase } from "./open-database";
import { clearProgress, showProgress } from "./show-progress";
import { toldToEnd } from "./told-to-end";

const USAGE = `Says what the rules no longer keep (Settings, Storage), by kind; removes it where that is asked for.
Runs beside a server that is up, which does the same once a day. Ctrl-C ends it; what is gone by then stays gone.

  npm run retention
  npm run retention -- --apply
  npm run retention -- --events 365

  --apply         removes it, by the rules that are kept
  --trust-clock   with --apply: removes it although this machine's clock is far ahead of the newest event
  --events DAYS   only looks, as if superseded events were kept so long;
  --unread DAYS   the quarantine and signing rules,
  --repeats DAYS  records of repeated deliveries,
  --hours DAYS    deliveries and refusals by the hour,
  --audit DAYS    the audit log,
  --max MB        and as if the database might become no larger`;

const text = { type: "string" } as const;
failOnFaults();
const { values } = readArguments(
  {
    apply: { type: "boolean" },
    "trust-clock": { type: "boolean" },
    events: text,
    unread: text,
    repeats: text,
    hours: text,
    audit: text,
    max: text,
  },
  USAGE,
);
const { apply: isApplied = false, "trust-clock": isClockTrusted = false, max, ...days } = values;
await retain();

async function retain(): Promise<void> {
  const tried = triedRules();
  if (tried && isApplied)
    fail("Rules on the command line are only tried. Keep them under Settings, Storage, then --apply.");
  const store = openDatabase();
  const rules = tried ?? retentionRulesSchema.parse(await store.settings.read());
  if (!hasRules(rules))
    say("No rule is set: everything is kept. Settings, Storage, or --help, say how to set or try one.");
  else if (isApplied) say("Removing what is no longer kept. Ctrl-C ends it; what is gone by then stays gone.");
  const by = { author: CONSOLE, at: Date.now() };
  const onProgress = (progress: Progress) => showProgress("Connections:", progress);
  const options = { isDryRun: !isApplied, isClockTrusted, signal: toldToEnd(), onProgress };
  const report = await store.maintenance.retain(rules, options, by);
  if (isApplied && isClockTrusted) await store.maintenance.trustClock(by);
  clearProgress();
  if (isApplied && report.clockJump) {
    store.close();
    fail(clockWords(report.clockJump));
  }
  for (const line of wordsOf(rules, report)) say(line);
  store.close();
  const words = isApplied ? "what is old and still there goes the next time" : "these are the figures until then";
  if (report.isCancelled) fail(`Cancelled: ${words}.`);
}

/** Returns the rules on the command line; null if there are none. */
function triedRules(): RetentionRules | null {
  const given = new Map<string, string | undefined>(RETENTION_KINDS.map((kind) => [RULE_OF_KIND[kind], days[kind]]));
  given.set("databaseMaxMb", max);
  if ([...given.values()].every((value) => value === undefined)) return null;
  const parsed = parseRetentionForm({ get: (name: string) => given.get(name) ?? null });
  return "problem" in parsed ? fail(parsed.problem) : parsed.rules;
}

function clockWords({ trueAt, now }: ClockJump): string {
  return `Nothing was removed: the clock may have jumped ahead. It says ${formatInstant(now)}, ${formatDuration(now - trueAt)} after the last time that is known to be true. If it is right, add --trust-clock.`;
}

function wordsOf(rules: RetentionRules, report: RetentionReport): string[] {
  const { going, size, isDryRun, isCancelled } = report;
  const total = totalOf(report);
  const width = Math.max(...RETENTION_KINDS.map((kind) => KIND_WORDS[kind].length));
  const kinds = RETENTION_KINDS.map((kind) => {
    const keptDays = rules[RULE_OF_KIND[kind]];
    const rule = keptDays === 0 ? "kept forever" : `kept for ${keptDays} days`;
    const { rows, bytes } = going[kind];
    return `  ${KIND_WORDS[kind].padEnd(width)}  ${String(rows).padStart(10)}  ${`about ${formatBytes(bytes)}`.padStart(14)}  ${rule}`;
  });
  const verb = isDryRun ? "would go" : "are gone";
  return [
    ...kinds,
    `${total.rows.toLocaleString("en")} ${verb}, about ${formatBytes(total.bytes)} of data.`,
    ...(size && !isCancelled ? sizeWords(size, isDryRun) : []),
    ...(isDryRun && total.rows > 0 ? ["Nothing was removed: --apply does it."] : []),
  ];
}

function sizeWords({ limitBytes, usedBytes }: NonNullable<RetentionReport["size"]>, isDryRun: boolean): string[] {
  const used = `The database ${isDryRun ? "would use about" : "uses"} ${formatBytes(usedBytes)} of ${formatBytes(limitBytes)}`;
  return usedBytes <= limitBytes ? [`${used}.`] : [`${used}; what is left is needed, or of the last 7 days.`];
}
