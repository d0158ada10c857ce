import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";
import { clock } from "@/clock";
import type { DamagedEvents, Progress } from "@/domain/operations/maintenance";

type Task =
  | {
      readonly kind: "copy";
      readonly source: string;
      readonly target: string;
      readonly journalBytesMax: number;
      /** The time at the start, since the side process can't read this process's clock. */
      readonly startedAt: number;
    }
  | { readonly kind: "check"; readonly file: string; readonly isQuick: boolean }
  | {
      readonly kind: "checkEvents";
      readonly file: string;
      readonly rests: number;
      readonly connectionId: string | null;
    };

type Options = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal | undefined };

const answer = z.union([
  z.object({ fault: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ result: z.unknown() }),
]);
const messages = z.union([z.object({ progress: z.object({ done: z.number(), total: z.number() }) }), answer]);

/** Copies a snapshot of a database. Returns the moment of the snapshot. Rejects with SQLite's or the system's code. */
export async function copyBeside(
  task: Omit<Task & { kind: "copy" }, "kind" | "startedAt">,
  options: Options,
): Promise<number> {
  const result = await runBeside({ kind: "copy", startedAt: clock.now(), ...task }, options);
  return z.object({ madeAt: z.number() }).parse(result).madeAt;
}

/** Reads a whole database for damage. Returns the first finding; null if there is none. */
export async function checkBeside(task: Omit<Task & { kind: "check" }, "kind">, options: Options = {}) {
  const result = await runBeside({ kind: "check", ...task }, options);
  const { finding } = z.object({ finding: z.string() }).parse(result);
  return finding === "ok" ? null : finding;
}

/** Compares every event with its checksum. After each read it pauses for `rests` times as long. */
export async function checkEventsBeside(
  { file, rests = 0, connectionId = null }: { file: string; rests?: number; connectionId?: string | null },
  options: Options = {},
): Promise<DamagedEvents> {
  const result = await runBeside({ kind: "checkEvents", file, rests, connectionId }, options);
  return z.object({ count: z.number(), ids: z.array(z.number()) }).parse(result);
}

/** Runs a task in a separate process, which ends with this one. Rejects if it is aborted. */
async function runBeside(task: Task, { onProgress = () => {}, signal }: Options): Promise<unknown> {
  signal?.throwIfAborted();
  const program = path.join(process.cwd(), "db", "sqlite", "file", "long-read.mjs");
  // Not `fork`, whose program would be bundled.
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let told: z.infer<typeof answer> | null = null;
  child.on("message", (sent) => {
    const message = messages.parse(sent);
    if ("progress" in message) onProgress(message.progress);
    else told = message;
  });
  const kill = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", kill, { once: true });
  process.once("exit", kill);
  // All messages have arrived once the channel is closed; the exit event may come earlier.
  const [[code, killedBy]] = await Promise.all([once(child, "exit"), once(child, "disconnect")]).finally(() => {
    process.off("exit", kill);
    signal?.removeEventListener("abort", kill);
  });
  return resultOf(told, `Reading the database ended early, with ${killedBy ?? code}.`, signal);
}

function resultOf(told: z.infer<typeof answer> | null, otherwise: string, signal: AbortSignal | undefined): unknown {
  signal?.throwIfAborted();
  if (told === null) throw new Error(otherwise);
  if ("fault" in told) throw Object.assign(new Error(told.fault.message), { code: told.fault.code });
  return told.result;
}
