import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "@/testing/servers/free-port";
import { type LaunchedServer, launchServer } from "@/testing/servers/server";
import { ADMIN_ENV } from "@/testing/servers/sign-in";
import { TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";

/** A data folder and a port, on which servers are started and stopped in turn. */
export type Ground = {
  readonly dataDir: string;
  readonly origin: string;
  /** Starts the production server, without waiting. */
  readonly launch: () => LaunchedServer;
  /** Starts it and waits until it answers. */
  readonly start: () => Promise<LaunchedServer>;
};

type GroundOptions = {
  /** The data folder; by default one that is deleted afterwards. */
  readonly folder?: string;
  /** A module of this folder that the server preloads. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs some work on a ground. Kills any server that still runs on it afterwards. */
export async function onGround<T>(options: GroundOptions, work: (ground: Ground) => Promise<T>): Promise<T> {
  const { folder, preload, env = {} } = options;
  const dataDir = folder ?? mkdtempSync(path.join(tmpdir(), "relink-torture-"));
  const port = await freePort();
  const servers: LaunchedServer[] = [];
  const nodeOptions = preload ? { NODE_OPTIONS: `--import ${preloadUrl(preload)}` } : {};
  const launch = () => {
    const server = launchServer(
      {
        ...{ RELINK_DATA_DIR: dataDir, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT, LOG_LEVEL: "silent" },
        ...{ ...ADMIN_ENV, ...nodeOptions, ...env },
      },
      port,
    );
    servers.push(server);
    return server;
  };
  const start = async () => {
    const server = launch();
    await server.ready();
    return server;
  };
  try {
    return await work({ dataDir, origin: `http://127.0.0.1:${port}`, launch, start });
  } finally {
    await Promise.all(servers.map((server) => server.stop("SIGKILL")));
    if (!folder) rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Returns a process's memory in bytes; 0 without `/proc`. */
export function residentBytes(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function preloadUrl(name: string): string {
  return pathToFileURL(path.join(import.meta.dirname, name)).href;
}
