import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { noSettings } from "./env-example";

const ROOT = path.dirname(import.meta.dirname);
const NEXT = path.join(ROOT, "node_modules", "next", "dist", "bin", "next");
/** As `npm start` says it. */
const KEEP_ALIVE = ["--keepAliveTimeout", "65000"];
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 50;

export type RunningServer = {
  readonly origin: string;
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  readonly output: () => string;
  /** Asks it to end, and resolves with its exit code when it has. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
};

/** A program that serves where HOST and PORT say. */
export type ServerProgram = {
  readonly args: readonly string[];
  readonly cwd: string;
  /** As whom it runs; as whoever tests where that may not be chosen. */
  readonly uid?: number | undefined;
};

export type LaunchedServer = RunningServer & {
  /** Resolves when it answers; rejects with what it printed where it ends instead. */
  readonly ready: () => Promise<void>;
};

/** Starts the production build on a free port of the loopback interface, and waits until it answers. */
export async function startServer(env: Readonly<Record<string, string>>, port?: number): Promise<RunningServer> {
  const server = launchServer(env, port ?? (await freePort()));
  await server.ready();
  return server;
}

/** The same without waiting. */
export function launchServer(env: Readonly<Record<string, string>>, port: number): LaunchedServer {
  return launchProgram(
    { args: [NEXT, "start", "-H", "127.0.0.1", "-p", String(port), ...KEEP_ALIVE], cwd: ROOT },
    env,
    port,
  );
}

/** Starts a program of Node's that serves, and waits until it answers. */
export async function startProgram(
  program: ServerProgram,
  env: Readonly<Record<string, string>>,
  port: number,
): Promise<RunningServer> {
  const server = launchProgram(program, env, port);
  await server.ready();
  return server;
}

function launchProgram(
  { args, cwd, uid }: ServerProgram,
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
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    return exit;
  };
  const ready = () => waitUntilReady(origin, child, () => output);
  return { origin, process: child, output: () => output, stop, ready };
}

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
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

/** Whether it answers, be it that something is wrong, and no more is on its way into memory. */
async function isUp(origin: string): Promise<boolean> {
  try {
    const { error } = await (await fetch(`${origin}/api/health`)).json();
    return error !== "index_loading";
  } catch {
    return false;
  }
}
