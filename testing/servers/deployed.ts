import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { docsBody, TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";
import { freePort } from "./free-port";
import { postSigned, receiptOf } from "./front-door";
import { type RunningServer, type ServerProgram, startProgram } from "./server";
import { ADMIN, ADMIN_ENV, signIn } from "./sign-in";

const ENDED_BY_SIGTERM = 143;

/** Starts a deployed build on its own data. */
export async function startDeployed(
  program: ServerProgram,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const port = await freePort();
  const place = { HOST: "127.0.0.1", PORT: String(port), RELINK_DATA_DIR: dataDir };
  return startProgram(program, { ...env, ...place, ...ADMIN_ENV, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT }, port);
}

/** Checks that it works: accepts a delivery, lets the admin in, shows the connection with styles and scripts. */
export async function expectWhole({ origin }: RunningServer, connection: string): Promise<void> {
  const answer = await postSigned(origin, docsBody("created", { connection, occurredAt: Date.now() }));
  expect([answer.status, receiptOf(answer)?.outcome]).toEqual([200, "stored"]);
  const page = await fetch(`${origin}/connections/${connection}`, { headers: { cookie: await signIn(origin) } });
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).toContain(connection);
  const files = [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect([file, (await fetch(`${origin}${file}`)).status]).toEqual([file, 200]);
}

/** Checks that it exits on a signal within five seconds, even if a browser follows a stream. */
export async function expectGracefulStop(server: RunningServer): Promise<void> {
  const stream = await fetch(`${server.origin}/api/live`, { headers: { cookie: await signIn(server.origin) } });
  const reader = stream.body?.getReader();
  await reader?.read();
  const startedAt = performance.now();
  const code = await server.stop("SIGTERM");
  expect(code, server.output()).toBe(ENDED_BY_SIGTERM);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(server.output()).not.toMatch(/error|cannot|warn/i);
}

/** Checks that the commands find a server's people when run from elsewhere, with only a container's settings or a .env. */
export function expectCommands(folder: string, settings: Readonly<Record<string, string>> = {}): void {
  const env = { ...process.env, RELINK_DATA_DIR: undefined, ...settings };
  const command = path.join(folder, "commands", "admin.mjs");
  const result = spawnSync(process.execPath, [command], { cwd: "/", env, encoding: "utf8" });
  expect(result.stderr).toBe("");
  expect(result.stdout).toContain(ADMIN.email);
}

/** Lists files with secrets or data of the build machine. There must be none. */
export function strayFiles(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => /^\.env|\.db(-wal|-shm)?$|^\.git$|secret\.key$/.test(path.basename(file)));
}
