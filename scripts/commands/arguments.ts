import { type ParseArgsConfig, parseArgs } from "node:util";

/** Exits with a sentence on standard error; for mistakes of the caller. */
export function fail(sentence: string, exitCode = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}

/** Makes uncaught faults exit with a sentence, since a command's caller can't use a stack trace. */
export function failOnFaults(): void {
  process.on("uncaughtException", (fault) => fail(fault instanceof Error ? fault.message : String(fault)));
}

/** Prints a line of a program's own output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Parses the command line. Exits with the problem and the usage if an option is unknown, malformed or empty, or if there are too
 * many arguments.
 */
export function readArguments<Options extends NonNullable<ParseArgsConfig["options"]>>(
  options: Options,
  usage: string,
  wordsMax = 0,
) {
  if (process.argv.includes("--help")) {
    say(usage);
    process.exit(0);
  }
  try {
    const parsed = parseArgs({ options, allowPositionals: true });
    const empty = Object.entries(parsed.values).find(([, value]) => [value].flat().includes(""));
    if (empty) throw new Error(`--${empty[0]} takes a value that is not empty.`);
    const surplus = parsed.positionals[wordsMax];
    if (surplus !== undefined) throw new Error(`Unexpected argument "${surplus}".`);
    if (parsed.positionals.includes("")) throw new Error("An argument is empty.");
    return parsed;
  } catch (problem) {
    return fail(`${problem instanceof Error ? problem.message : problem}\n\n${usage}`);
  }
}

/** Parses a whole number of at least one, with or without underscores. */
export function readCount(name: string, text: string): number {
  const digits = text.replaceAll("_", "");
  const count = Number(digits);
  if (!/^\d+$/.test(digits) || !Number.isSafeInteger(count) || count < 1)
    fail(`--${name} takes a whole number, not "${text}".`);
  return count;
}

/** Parses a duration such as 90s, 15m, 3h or 2d, into milliseconds. */
export function readDuration(name: string, text: string): number {
  const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = units[match?.[2] ?? ""];
  if (!match || !unit) return fail(`--${name} takes a length of time such as 90s, 15m, 3h or 2d, not "${text}".`);
  return Number(match[1]) * unit;
}
