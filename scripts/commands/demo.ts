import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionChange } from "@/domain/intake/event";
import type { WebhookSecret } from "@/domain/intake/signature";
import { postSigned } from "@/testing/servers/front-door";
import { launchServer, type RunningServer } from "@/testing/servers/server";
import { mustParse } from "@/testing/worlds/deliveries";
import { bodyOf, creatorOf, endingFrom, type Life, liveOn, nextChange, randomFrom } from "@/testing/worlds/world";
import { fail, failOnFaults, readArguments, readCount, say } from "./arguments";

const USAGE = `A living dashboard with made-up creators, whose events come in through the front door.
Its data is temporary, and gone when it ends.

  npm run demo

  --connections N   how many creators there are at the start, default 400
  --port N          default 3000, or PORT`;

const EMAIL = "demo@relink.test";
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 60;
/** Deliveries in parallel while the history is sent. */
const SENDERS = 16;

failOnFaults();
const { values } = readArguments(
  { connections: { type: "string", default: "400" }, port: { type: "string", default: process.env.PORT || "3000" } },
  USAGE,
);

type Story = { readonly index: number; life: Life | null };
type Telling = {
  readonly story: Story;
  readonly occurredAt: number;
  readonly change: ConnectionChange;
  readonly body: string;
};

await demo();

async function demo(): Promise<void> {
  const count = readCount("connections", values.connections);
  const port = readCount("port", values.port);
  const secretText = `whsec_${randomBytes(24).toString("base64")}`;
  const secret = mustParse(secretText);
  const dataDir = mkdtempSync(path.join(tmpdir(), "relink-demo-"));
  const password = randomBytes(12).toString("base64url");
  const env = {
    RELINK_DATA_DIR: dataDir,
    OFAUTH_WEBHOOK_SECRET: secretText,
    LOG_LEVEL: "warn",
    RELINK_ADMIN_EMAIL: EMAIL,
    RELINK_ADMIN_PASSWORD: password,
  };
  const server = launchServer(env, port);
  const isOver = endWithData(server, dataDir);
  try {
    await server.ready();
  } catch {
    if (isOver()) return;
    fail(`The demo's server did not start on port ${port}. Stop what uses the port, or give another one with --port.`);
  }
  const random = randomFrom(7);
  const stories = Array.from({ length: count }, (_, index): Story => ({ index, life: null }));
  try {
    await tellThePast(server, secret, stories, random);
    say(`\n  The demo is at ${server.origin}\n  Sign in with    ${EMAIL}\n  and             ${password}`);
    say("\n  Events keep coming. Ctrl+C ends it, and its data with it.\n");
    while (!isOver()) {
      await deliver(server, secret, happenNow(stories, random));
      await pause(600 + random() * 2_400);
    }
  } catch (fault) {
    // A server that is stopping accepts no more deliveries.
    if (!isOver()) throw fault;
  }
}

/**
 * Stops the server and deletes its data when this program ends, for whatever reason. Returns a function that is true once it is
 * stopping. Handles repeated signals, since a terminal and each parent send the same one, and a second must not end it before the
 * data is gone.
 */
function endWithData(server: RunningServer, dataDir: string): () => boolean {
  let isOver = false;
  process.once("exit", () => {
    server.process.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, async () => {
      if (isOver) return;
      isOver = true;
      await server.stop();
      process.exit(0);
    });
  }
  return () => isOver;
}

/** Sends two months of history, in order except for the parallel senders. */
async function tellThePast(server: RunningServer, secret: WebhookSecret, stories: Story[], random: () => number) {
  const now = Date.now();
  const past = stories.flatMap((story) => liveThrough(story, now, random)).sort((a, b) => a.occurredAt - b.occurredAt);
  say(`Telling the past: ${past.length} events of ${stories.length} connections …`);
  const waiting = past.values();
  const senders = Array.from({ length: SENDERS }, async () => {
    for (const telling of waiting) await deliver(server, secret, telling);
  });
  await Promise.all(senders);
}

function liveThrough(story: Story, now: number, random: () => number): Telling[] {
  const ending = endingFrom(random);
  const times = Array.from({ length: 1 + Math.floor(random() * 6) }, () => now - random() ** 2 * HISTORY_DAYS * DAY_MS);
  return times
    .sort((a, b) => a - b)
    .map((occurredAt, index) =>
      happen(story, nextChange(story.life, index === times.length - 1, ending, random), occurredAt, random),
    );
}

function happenNow(stories: Story[], random: () => number): Telling {
  const alive = stories.filter((story) => story.life?.status !== "disconnected");
  const isNewcomer = random() < 0.25 || alive.length === 0;
  const story = isNewcomer ? { index: stories.length, life: null } : alive[Math.floor(random() * alive.length)];
  if (!story) throw new Error("Nobody is left to live on");
  if (isNewcomer) stories.push(story);
  const isEnd = !isNewcomer && random() < 0.05;
  const change = isEnd ? "disconnected" : nextChange(story.life, false, "active", random);
  return happen(story, change, Date.now(), random);
}

function happen(story: Story, change: ConnectionChange, occurredAt: number, random: () => number): Telling {
  story.life = liveOn(story.life, change, random);
  return {
    story,
    occurredAt,
    change,
    body: bodyOf(creatorOf(story.index, 7), story.life, change, Math.floor(occurredAt)),
  };
}

async function deliver(server: RunningServer, secret: WebhookSecret, telling: Telling): Promise<void> {
  const response = await postSigned(server.origin, telling.body, { secret });
  await response.arrayBuffer();
}
