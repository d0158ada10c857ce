import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { docsBody, type EventKind, type Said, type Sent, TEST_SECRET_TEXT } from "@/testing/deliveries";
import { postSigned } from "@/testing/front-door";
import { type RunningServer, startServer } from "@/testing/server";

/** A server of the test's own, with a database of its own, filled by nothing but its front door. */
export type Relink = {
  readonly origin: string;
  readonly dataDir: string;
  readonly server: () => RunningServer;
  /** Signs a body and posts it. */
  readonly post: (body: string | Uint8Array, sent?: Sent) => Promise<Response>;
  /** Posts an event in the documented dialect, and expects it to be accepted. */
  readonly tell: (kind: EventKind, said?: Said, sent?: Sent) => Promise<void>;
  /** Ends the server and starts it again on the same data. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<void>;
  /** Whether any file of the data folder holds this text. */
  readonly isStored: (text: string) => boolean;
};

type Options = { readonly env: Readonly<Record<string, string>> };

export const test = base.extend<Options & { relink: Relink }>({
  env: [{}, { option: true }],
  relink: async ({ env }, use) => {
    const dataDir = mkdtempSync(path.join(tmpdir(), "relink-e2e-"));
    const start = (more: Readonly<Record<string, string>> = {}) =>
      startServer({ RELINK_DATA_DIR: dataDir, OFAUTH_WEBHOOK_SECRET: TEST_SECRET_TEXT, ...env, ...more });
    let server = await start();
    const post: Relink["post"] = (body, sent = {}) => postSigned(server.origin, body, sent);
    await use({
      get origin() {
        return server.origin;
      },
      dataDir,
      server: () => server,
      post,
      tell: async (kind, said, sent) => {
        const response = await post(docsBody(kind, { occurredAt: Date.now(), ...said }), sent);
        expect(response.status, await response.text()).toBe(200);
      },
      restart: async (more) => {
        await server.stop();
        server = await start(more);
      },
      isStored: (text) => readdirSync(dataDir).some((file) => readFileSync(path.join(dataDir, file)).includes(text)),
    });
    await server.stop("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  },
  baseURL: async ({ relink }, use) => use(relink.origin),
});

export { expect };

/** The rows of the connections table. */
export function tableRows(page: Page): Locator {
  return page.getByRole("table", { name: "Connections" }).locator("tbody tr");
}

/** The names of the connections in the table, in its order. */
export async function namesShown(page: Page): Promise<string[]> {
  return page.getByRole("table", { name: "Connections" }).locator("a[data-row-link]").allInnerTexts();
}

/** Opens a page and waits until its scripts are at work: the stream of changes is the last thing that they open. */
export async function openAlive(page: Page, path: string): Promise<void> {
  await Promise.all([page.waitForRequest("**/api/live"), page.goto(path)]);
}
