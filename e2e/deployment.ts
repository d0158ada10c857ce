import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { setProvenAt } from "@/e2e/access/proofs";
import { freePort } from "@/testing/servers/free-port";
import { postSigned } from "@/testing/servers/front-door";
import { type ReadPage, readPage } from "@/testing/servers/html";
import {
  type RunningServer,
  SETTINGS_OF_A_PROCESS,
  type SharedServer,
  startServer,
  startSharedServer,
} from "@/testing/servers/server";
import { ADMIN_ENV, signIn } from "@/testing/servers/sign-in";
import { docsBody, type EventKind, type Said, type Sent, TEST_SECRET_TEXT } from "@/testing/worlds/deliveries";

/** A deployment of the test's own, with its own database, filled only through its front door. */
export type Relink = {
  readonly origin: string;
  /** Where deliveries are posted: the origin, or their own port. */
  readonly door: string;
  readonly dataDir: string;
  /** Everything the server has printed for this deployment. */
  readonly output: () => string;
  /** The server process; only with `ownServer`. */
  readonly server: () => RunningServer;
  /** Signs a body and posts it. */
  readonly post: (body: string | Uint8Array, sent?: Sent) => Promise<Response>;
  /** Posts an event in the documented dialect, and expects it to be accepted. */
  readonly tell: (kind: EventKind, said?: Said, sent?: Sent) => Promise<void>;
  /** Stops the server and starts it again on the same data; only with `ownServer`. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<void>;
  /** Works on the data folder while no server has it open. */
  readonly whileClosed: (work: () => void) => Promise<void>;
  /** The cookies of the signed-in browser; `ask` sends them too. */
  readonly cookie: string;
  /** Sends a request as the signed-in browser. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Requests a page as the signed-in browser, and reads its HTML. */
  readonly read: (path: string, init?: RequestInit) => Promise<ReadPage>;
  /** Submits a page's form by its button, as a browser without scripts; doesn't follow redirects. */
  readonly press: (path: string, button: string, values?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Returns true if any file in the data folder contains this text. */
  readonly isStored: (text: string) => boolean;
};

type Options = {
  readonly env: Readonly<Record<string, string>>;
  /** True if the browser is signed in as the admin before the test begins. */
  readonly isSignedIn: boolean;
  /** True if deliveries have their own port. */
  readonly hasWebhookPort: boolean;
  /** Starts a separate server process: for tests that stop, kill or damage it. All others share one per worker. */
  readonly ownServer: boolean;
};

/** A deployment with one admin, whose cookie signs them in to every copy of it. */
type SetUp = { readonly dataDir: string; readonly cookie: string };

/** What serves a deployment: its own process, or the worker's shared one. */
type Serving = Pick<Relink, "output" | "server" | "restart" | "whileClosed"> & {
  readonly origin: () => string;
  readonly end: () => Promise<void>;
};

export const test = base.extend<Options & { relink: Relink }, { setUp: SetUp; shared: () => Promise<SharedServer> }>({
  env: [{}, { option: true }],
  isSignedIn: [true, { option: true }],
  hasWebhookPort: [false, { option: true }],
  ownServer: [false, { option: true }],
  setUp: [
    async ({ shared }, use) => {
      const dataDir = mkdtempSync(path.join(tmpdir(), "relink-e2e-"));
      const server = await shared();
      await server.open({ RELINK_DATA_DIR: dataDir, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT, ...ADMIN_ENV });
      const cookie = await signIn(server.origin);
      await server.close();
      await use({ dataDir, cookie });
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  // Open only while a test or the set-up uses it.
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this very pattern.
    async ({}, use) => {
      const dataDir = mkdtempSync(path.join(tmpdir(), "relink-e2e-"));
      const started: SharedServer[] = [];
      await use(async () => {
        const [already] = started;
        if (already) return already;
        const server = await startSharedServer({ RELINK_DATA_DIR: dataDir });
        started.push(server);
        await server.close();
        return server;
      });
      for (const server of started) await server.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  relink: async ({ env, isSignedIn, hasWebhookPort, ownServer, setUp, shared }, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), "relink-e2e-"));
    if (isSignedIn) {
      cpSync(setUp.dataDir, dataDir, { recursive: true });
      // The worker may have signed in long ago; for the test, it is now.
      setProvenAt(dataDir, Date.now());
    }
    const webhookPort = hasWebhookPort ? String(await freePort()) : "";
    const settings = {
      RELINK_DATA_DIR: dataDir,
      OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT,
      RELINK_WEBHOOK_PORT: webhookPort,
      ...env,
    };
    const door = () => (hasWebhookPort ? `http://127.0.0.1:${webhookPort}` : serving.origin());
    const serving = ownServer ? await serveAlone(settings) : await serveShared(await shared(), settings);
    const cookie = isSignedIn ? setUp.cookie : "";
    const { output, server, restart, whileClosed } = serving;
    const post: Relink["post"] = (body, sent = {}) => postSigned(door(), body, sent);
    const ask: Relink["ask"] = (path, init) =>
      fetch(new URL(path, serving.origin()), {
        ...init,
        headers: { cookie, ...Object.fromEntries(new Headers(init?.headers)) },
      });
    await use({
      get origin() {
        return serving.origin();
      },
      get door() {
        return door();
      },
      ...{ dataDir, output, server, restart, whileClosed, cookie, post, ask },
      read: async (path, init) => readPage(await ask(path, init)),
      press: async (path, button, values) => {
        const body = (await readPage(await ask(path))).form(button, values);
        const headers = { origin: serving.origin() };
        return ask(path, { method: "POST", body, headers, redirect: "manual" });
      },
      tell: async (kind, said, sent) => {
        const response = await post(docsBody(kind, { occurredAt: Date.now(), ...said }), sent);
        expect(response.status, await response.text()).toBe(200);
      },
      isStored: (text) => readdirSync(dataDir).some((file) => readFileSync(path.join(dataDir, file)).includes(text)),
    });
    await serving.end();
    rmSync(dataDir, { recursive: true, force: true });
  },
});

export { expect };

async function serveAlone(settings: Readonly<Record<string, string>>): Promise<Serving> {
  let server = await startServer(settings);
  return {
    origin: () => server.origin,
    output: () => server.output(),
    server: () => server,
    restart: async (more) => {
      await server.stop();
      server = await startServer({ ...settings, ...more });
    },
    whileClosed: async (work) => {
      await server.stop();
      work();
      server = await startServer(settings);
    },
    end: async () => void (await server.stop("SIGKILL")),
  };
}

async function serveShared(server: SharedServer, settings: Readonly<Record<string, string>>): Promise<Serving> {
  const foreign = SETTINGS_OF_A_PROCESS.filter((name) => name in settings);
  if (foreign.length > 0) throw new Error(`A test with ${foreign.join(" and ")} needs ownServer.`);
  const refuse = () => {
    throw new Error("A test that handles the server process needs ownServer.");
  };
  await server.open(settings);
  return {
    origin: () => server.origin,
    output: server.output,
    server: refuse,
    restart: async () => refuse(),
    whileClosed: async (work) => {
      await server.close();
      work();
      await server.open(settings);
    },
    end: server.close,
  };
}
