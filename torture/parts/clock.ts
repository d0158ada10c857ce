import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { holdWriteLock } from "@/testing/break-store";
import { signIn } from "@/testing/servers/sign-in";
import { docsBody } from "@/testing/worlds/deliveries";
import { type Ground, onGround } from "@/torture/ground";
import { type Letters, letters } from "@/torture/letters";
import { openStream, watchPages } from "@/torture/pages";
import { type Finding, type Scale, unless } from "@/torture/part";
import { OFAUTH_TIMEOUT_MS } from "@/torture/post";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";

type Clock = { readonly set: (offsetMs: number) => void };
type Probe = { readonly signedSeconds: number; readonly expected: number };

const LANES = 8;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOLERANCE_MS = 300_000;
const OFFSETS_MS = [0, 2, -3, 60, 0, -300, 4, 1_800, -1_560, 0].map((minutes) => minutes * MINUTE_MS);
const DWELL_MS = 500;
const FILE_BYTES = 16;
/** Signed this long before or after the server's clock; a few seconds off the tolerance, to allow for transit. */
const PROBES: readonly Probe[] = [
  { signedSeconds: 0, expected: 200 },
  { signedSeconds: -285, expected: 200 },
  { signedSeconds: 295, expected: 200 },
  { signedSeconds: -305, expected: 401 },
  { signedSeconds: 315, expected: 401 },
];

/** Makes the server's clock jump by minutes and hours, while deliveries arrive that are signed by a correct clock. */
export async function clock({ seed, rounds }: Scale): Promise<Finding> {
  const folder = mkdtempSync(path.join(tmpdir(), "relink-clock-"));
  const file = path.join(folder, "offset");
  writeFileSync(file, "0".padEnd(FILE_BYTES));
  const descriptor = openSync(file, "r+");
  const clock = { set: (offsetMs: number) => void writeSync(descriptor, String(offsetMs).padEnd(FILE_BYTES), 0) };
  const options = { preload: "preload-clock.mjs", env: { RELINK_TORTURE_CLOCK: file } };
  try {
    return await onGround(options, (ground) => run(ground, clock, seed, rounds ?? 1));
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(ground: Ground, clock: Clock, seed: number, rounds: number): Promise<Finding> {
  const { origin } = ground;
  const table = [["clock off by, minutes", "answered 2xx", "401", "others", "as signed", "pages failed"]];
  const broken: string[] = [];
  let statuses: number[] = [];
  const ofauth = sender({
    origin,
    seed,
    lanes: LANES,
    restMs: 10,
    onAnswer: ({ status }) => void statuses.push(status),
  });
  const byHand = letters(origin);
  const server = await ground.start();
  const cookie = await signIn(origin);
  const stream = await openStream(origin, cookie);
  const end = ofauth.begin();
  for (const offset of Array.from({ length: rounds }, () => OFFSETS_MS).flat()) {
    clock.set(offset);
    const minutes = (offset / MINUTE_MS).toFixed(0);
    const pages = watchPages(origin, cookie);
    const misjudged = await probe(byHand, offset);
    statuses = [];
    await pause(DWELL_MS);
    const counts = [200, 401].map((status) => statuses.filter((one) => one === status).length);
    const others = statuses.filter((status) => status !== 200 && status !== 401);
    const { failures } = await pages.stop();
    table.push([
      minutes,
      ...counts.map(String),
      String(others.length),
      misjudged.length === 0 ? "yes" : "no",
      String(failures.length),
    ]);
    const wrong = Math.abs(offset) <= TOLERANCE_MS ? counts[1] : counts[0];
    broken.push(
      ...misjudged.map((sentence) => `with the clock off by ${minutes} minutes, ${sentence}`),
      ...failures.map((failure) => `with the clock off by ${minutes} minutes, ${failure}`),
      ...unless(others.length === 0, `with the clock off by ${minutes} minutes, answers were ${others.join(", ")}`),
      ...unless(wrong === 0, `with the clock off by ${minutes} minutes, ${wrong} deliveries were misjudged`),
    );
  }
  broken.push(...(await jumpWhileLocked(ground, clock, byHand)));
  const told = stream.told();
  await pause(2 * DWELL_MS + 1_000);
  broken.push(...unless(stream.told() > told, "a live stream that was open while the clock jumped tells no more news"));
  stream.close();
  await end();
  await server.stop();
  const proof = await prove(ground.dataDir, new Map([...ofauth.deliveries, ...byHand.deliveries]));
  return { table, broken: [...broken, ...proof.broken] };
}

/** Probes signatures against the server's clock, whatever it says. Returns what was misjudged. */
async function probe({ send }: Letters, offset: number): Promise<string[]> {
  const misjudged: string[] = [];
  for (const { signedSeconds, expected } of PROBES) {
    const { status } = await send(probeMessage(), offset + signedSeconds * 1_000);
    if (status !== expected) misjudged.push(`what was signed ${signedSeconds} s from its time was answered ${status}`);
  }
  return misjudged;
}

/** A wait measured by this clock would last for hours, or not at all. */
async function jumpWhileLocked({ dataDir }: Ground, clock: Clock, { send }: Letters): Promise<string[]> {
  const release = holdWriteLock(dataDir);
  const held = send(probeMessage());
  await pause(DWELL_MS);
  clock.set(-2 * HOUR_MS);
  const { status, ms } = await held;
  clock.set(0);
  release();
  return unless(
    status === 503 && ms < OFAUTH_TIMEOUT_MS,
    `held while the clock jumped back, a delivery was answered ${status} after ${ms.toFixed(0)} ms`,
  );
}

let probes = 0;

function probeMessage() {
  const connection = `conn_probe_${++probes}`;
  const body = docsBody("created", { connection, occurredAt: probes * MINUTE_MS });
  return { id: `msg_probe_${probes}`, scheme: "svix", connection, body } as const;
}
