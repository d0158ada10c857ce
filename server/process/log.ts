import { type Logger, pino } from "pino";
import { environment } from "@/env";
import { processWide } from "./process-wide";

/** The process's log: JSON lines on standard output, without personal data, bodies, signatures or secrets. */
export function log(): Logger {
  return processWide("log", () =>
    pino({ level: environment().logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }),
  );
}
