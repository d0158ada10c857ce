import { type Logger, pino } from "pino";
import { environment } from "@/env";

declare global {
  var relinkLog: Logger | undefined;
}

/** The process's log: JSON lines on standard output, without personal data, bodies, signatures or secrets. */
export function log(): Logger {
  globalThis.relinkLog ??= pino({
    level: environment().logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  });
  return globalThis.relinkLog;
}
