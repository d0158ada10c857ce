import { setTimeout as pause } from "node:timers/promises";

/** How long pages took, and which failed. */
export type PageTimes = { readonly ms: readonly number[]; readonly failures: readonly string[] };

export type PageWatch = { readonly stop: () => Promise<PageTimes> };

export type LiveStream = {
  /** Returns how many revisions it has reported so far. */
  readonly told: () => number;
  /** Resolves when the server ends it or the connection breaks. */
  readonly over: Promise<void>;
  readonly close: () => void;
};

const PAGES = [
  "/connections",
  "/events",
  "/outreach",
  "/api/health/live",
  "/connections?status=expired",
  "/deliveries",
];
const REST_MS = 50;
const PATIENCE_MS = 10_000;

/** Opens one page after another as a signed-in person, until stopped. */
export function watchPages(origin: string, cookie: string): PageWatch {
  const ms: number[] = [];
  const failures: string[] = [];
  let isOver = false;

  async function open(path: string): Promise<void> {
    const startedAt = performance.now();
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(`${origin}${path}`, { headers: { cookie }, redirect: "manual", signal });
      await response.arrayBuffer();
      ms.push(performance.now() - startedAt);
      if (response.status !== 200) failures.push(`${path} answered ${response.status}`);
    } catch (fault) {
      failures.push(`${path}: ${fault instanceof Error ? fault.message : fault}`);
    }
  }

  async function watch(): Promise<void> {
    for (let index = 0; !isOver; index++) {
      await open(PAGES[index % PAGES.length] ?? "/");
      await pause(REST_MS);
    }
  }

  const watching = watch();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return { ms: ms.toSorted((a, b) => a - b), failures };
    },
  };
}

/** Follows the stream of changes, like a page in a browser. */
export async function openStream(origin: string, cookie: string): Promise<LiveStream> {
  const closing = new AbortController();
  const response = await fetch(`${origin}/api/live`, { headers: { cookie }, signal: closing.signal });
  if (response.status !== 200 || !response.body) throw new Error(`The live stream answered ${response.status}`);
  let told = 0;
  const reader = response.body.getReader();
  async function follow(): Promise<void> {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (Buffer.from(value).includes("data:")) told += 1;
    }
  }
  return { told: () => told, over: follow().catch(() => {}), close: () => closing.abort() };
}
