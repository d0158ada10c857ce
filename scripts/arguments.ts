import { type ParseArgsConfig, parseArgs } from "node:util";

/** Ends the program with a sentence on standard error; for mistakes of the person who called it. */
export function fail(sentence: string, exitCode = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(exitCode);
}

/** Prints a line of a program's own output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Reads the command line; an unknown or malformed option ends the program with what is wrong and how it is used. */
export function readArguments<Options extends NonNullable<ParseArgsConfig["options"]>>(
  options: Options,
  usage: string,
) {
  if (process.argv.includes("--help")) {
    say(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (problem) {
    return fail(`${problem instanceof Error ? problem.message : problem}\n\n${usage}`);
  }
}

/** A whole number of at least one, written with or without underscores. */
export function readCount(name: string, text: string): number {
  const digits = text.replaceAll("_", "");
  const count = Number(digits);
  if (!/^\d+$/.test(digits) || !Number.isSafeInteger(count) || count < 1)
    fail(`--${name} takes a whole number, not "${text}".`);
  return count;
}

/** A length of time such as 90s, 15m, 3h or 2d, in milliseconds. */
export function readDuration(name: string, text: string): number {
  const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = units[match?.[2] ?? ""];
  if (!match || !unit) return fail(`--${name} takes a length of time such as 90s, 15m, 3h or 2d, not "${text}".`);
  return Number(match[1]) * unit;
}
