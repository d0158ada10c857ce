import { Agent, request } from "node:http";
import { signedHeaders } from "@/testing/servers/front-door";
import { docsBody } from "@/testing/worlds/deliveries";
import { percentile } from "./measure";

/** The order to the process: this many in parallel, for this long. */
export type PostOrder = {
  readonly url: string;
  readonly atOnce: number;
  readonly forMs: number;
  readonly first: number;
};
/** Its report. Milliseconds until a complete response. */
export type PostReport = {
  readonly posts: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
};

const CONNECTIONS = 5_000;

// A separate process, forked by `ingest.ts`, so that its own cost doesn't affect the measurement.
process.once("message", async (message) => {
  // Safe: `ingest.ts` sends one message of this type.
  const report = await post(message as PostOrder);
  process.send?.(report, () => process.exit());
});

/** Posts new signed events of the documented dialect over keep-alive connections. */
async function post({ url, atOnce, forMs, first }: PostOrder): Promise<PostReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const startedAt = performance.now();
  const timings: number[] = [];
  let next = first;
  const sender = async () => {
    while (performance.now() - startedAt < forMs) timings.push(await postOne(url, agent, next++));
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  timings.sort((a, b) => a - b);
  return {
    posts: timings.length,
    perSecond: timings.length / seconds,
    p50: percentile(timings, 50),
    p99: percentile(timings, 99),
  };
}

function postOne(url: string, agent: Agent, index: number): Promise<number> {
  const body = bodyOf(index);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...signedHeaders(body),
  };
  const postedAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      const isGood = response.statusCode === 200 || response.statusCode === 204;
      if (!isGood) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume().once("end", () => resolve(performance.now() - postedAt));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Uses some thousand creators; one event in six is an expiry, and one a recovery. */
function bodyOf(index: number): string {
  const number = index % CONNECTIONS;
  const about = { connection: `conn_bench_${number}`, user: `user_${number}`, occurredAt: Date.now() };
  if (Math.floor(index / CONNECTIONS) % 3 === 1 && index % 2 === 0) return docsBody("expired", about);
  return docsBody("updated", {
    ...about,
    permissions: ["messages:read", "messages:write", "posts:read", "posts:write", "subscribers:read"],
    account: { id: String(10_000_000 + number), name: `Creator ${number}`, username: `creator_${number}` },
  });
}
