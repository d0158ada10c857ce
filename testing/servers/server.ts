import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { noSettings } from "@/testing/env-example";
import { freePort } from "./free-port";

const ROOT = path.join(import.meta.dirname, "..", "..");
const NEXT = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
/** The same as in `npm start`. */
const KEEP_ALIVE = ["--keepAliveTimeout", "65000"];
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 50;

export type RunningServer = {
  readonly origin: string;
  readonly process: ChildProcess;
  /** Returns everything it has printed so far. */
  readonly output: () => string;
  /** Asks it to stop, and resolves with its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** A program that serves on HOST and PORT. */
export type ServerProgram = {
  readonly args: readonly string[];
  readonly cwd: string;
  /** The user it runs as; the tests' own user if that can't be changed. */
  readonly uid?: number | undefined;
  /** Opens an IPC channel to it. */
  readonly hasChannel?: boolean;
};

export type LaunchedServer = RunningServer & {
  /** Resolves when it responds; rejects with its output if it exits instead. */
  readonly ready: () => Promise<void>;
};

/** Starts the production build on a free loopback port, and waits until it responds. */
export async function startServer(env: Readonly<Record<string, string>>, port?: number): Promise<RunningServer> {
  const server = launchServer(env, port ?? (await freePort()));
  await server.ready();
  return server;
}

/** Like `startServer`, without waiting. */
export function launchServer(env: Readonly<Record<string, string>>, port: number): LaunchedServer {
  return launchProgram({ args: nextStart(port), cwd: ROOT }, env, port);
}

/** Starts a Node program that serves, and waits until it responds. */
export async function startProgram(
  program: ServerProgram,
  env: Readonly<Record<string, string>>,
  port: number,
): Promise<RunningServer> {
  const server = launchProgram(program, env, port);
  await server.ready();
  return server;
}

/** One server process that serves one deployment after another, so that tests don't wait for a start each. */
export type SharedServer = {
  readonly origin: string;
  /** Returns what it has printed since the last `open`. */
  readonly output: () => string;
  /** Opens the deployment with these settings, all others unset, and waits until it responds. */
  readonly open: (env: Readonly<Record<string, string>>) => Promise<void>;
  /** Closes the deployment as a signal would. Don't use its data folder before. */
  readonly close: () => Promise<void>;
  readonly end: () => Promise<void>;
};

/** What the preloaded module prints before each deployment except the first. */
const OPENING = "Opening another deployment";

/** Settings that a server reads once for its process: a deployment with one of them needs a process of its own. */
export const SETTINGS_OF_A_PROCESS = [
  "HOST",
  "PORT",
  "LOG_LEVEL",
  "RELINK_TRUSTED_PROXIES",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
];

/** Starts a server that serves one deployment after another, the first with these settings. */
export async function startSharedServer(env: Readonly<Record<string, string>>): Promise<SharedServer> {
  const port = await freePort();
  const args = ["--import", path.join(ROOT, "testing", "servers", "preload-folder.mjs"), ...nextStart(port)];
  const server = launchProgram({ args, cwd: ROOT, hasChannel: true }, env, port);
  await server.ready();
  const { process: child, origin } = server;
  const order = (message: object) =>
    new Promise<void>((resolve, reject) => {
      const settle = (fault: Error | null) => {
        child.off("message", onMessage);
        child.off("exit", onExit);
        if (fault) reject(fault);
        else resolve();
      };
      // Safe: `preload-folder.mjs` sends no other messages.
      const onMessage = (answer: unknown) => {
        const { isDone, fault } = answer as { readonly isDone: boolean; readonly fault?: string };
        settle(isDone ? null : new Error(fault));
      };
      const onExit = () => settle(new Error(`The server ended:\n${server.output()}`));
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.send(message);
    });
  return {
    origin,
    output: () => server.output().slice(Math.max(0, server.output().lastIndexOf(OPENING))),
    open: async (settings) => {
      await order({ kind: "open", env: { ...noSettings(), HOST: "127.0.0.1", PORT: String(port), ...settings } });
      await server.ready();
    },
    close: () => order({ kind: "close" }),
    end: async () => void (await server.stop("SIGKILL")),
  };
}

function launchProgram(
  { args, cwd, uid, hasChannel = false }: ServerProgram,
  env: Readonly<Record<string, string>>,
  port: number,
): LaunchedServer {
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...args], {
    cwd,
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...noSettings(),
      HOST: "127.0.0.1",
      PORT: String(port),
      ...env,
    },
    stdio: hasChannel ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return exit;
  };
  const ready = () => waitUntilReady(origin, child, () => output);
  return { origin, process: child, output: () => output, stop, ready };
}

function nextStart(port: number): string[] {
  return [NEXT, "start", "-H", "127.0.0.1", "-p", String(port), ...KEEP_ALIVE];
}

async function waitUntilReady(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended at its start:\n${output()}`);
    if (await isUp(origin)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not answer within ${START_TIMEOUT_MS} ms:\n${output()}`);
}

/** Returns true if it responds, even with a fault, and its index is loaded. */
async function isUp(origin: string): Promise<boolean> {
  try {
    const { error } = await (await fetch(`${origin}/api/health`)).json();
    return error !== "index_loading";
  } catch {
    return false;
  }
}
