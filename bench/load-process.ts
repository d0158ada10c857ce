import { fork } from "node:child_process";
import path from "node:path";
import type { LoadReport } from "./load";

export type Load = { readonly stop: () => Promise<LoadReport> };

/** Posts signed events at a steady rate from a separate process until stopped. */
export function beginLoad(origin: string, eventsPerSecond: number): Load {
  const child = fork(path.join(import.meta.dirname, "load.ts"), [origin, String(eventsPerSecond)]);
  const report = new Promise<LoadReport>((resolve, reject) => {
    // Safe: `load.ts` sends one message of this type.
    child.once("message", (message) => resolve(message as LoadReport));
    child.once("exit", (code) => reject(new Error(`The load ended by itself, with ${code}`)));
  });
  return {
    stop: () => {
      child.send("stop");
      return report;
    },
  };
}
