import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "@/bench/measure";
import { signIn } from "@/testing/servers/sign-in";
import { type Ground, onGround } from "@/torture/ground";
import { watchPages } from "@/torture/pages";
import { type Finding, type Scale, type Skipped, unless } from "@/torture/part";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";

const SIZE = "48m";
const LANES = 16;
const BEFORE_MS = 1_500;
const FULL_MS = 3_000;
const AFTER_MS = 2_500;
const BALLAST_BYTES = 64 * 1024;
const KEY_LENGTH = 43;

/** Fills the disk under load, then frees the space: nothing is acknowledged that isn't stored, and everything recovers by itself. */
export async function diskFull({ seed, rounds }: Scale): Promise<Finding | Skipped> {
  if (process.getuid?.() !== 0) return { skipped: "mounting a small file system takes root, and Linux." };
  const folder = mkdtempSync(path.join(tmpdir(), "relink-full-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE},mode=0700`, "tmpfs", folder], { stdio: "pipe" });
  } catch {
    rmdirSync(folder);
    return { skipped: "this system lets nobody mount a file system here, root neither." };
  }
  try {
    return await onGround({ folder }, (ground) => run(ground, seed, rounds ?? 3));
  } finally {
    execFileSync("umount", [folder]);
    rmdirSync(folder);
  }
}

async function run(ground: Ground, seed: number, rounds: number): Promise<Finding> {
  const { origin, dataDir } = ground;
  const table = [["disk", "2xx", "503", "unanswered", "page p50, ms", "slowest page", "pages failed"]];
  const broken: string[] = [];
  let statuses: number[] = [];
  const ofauth = sender({
    origin,
    seed,
    lanes: LANES,
    restMs: 10,
    onAnswer: ({ status }) => void statuses.push(status),
  });
  let server = await ground.start();
  const cookie = await signIn(origin);

  async function observe(what: string, forMs: number): Promise<{ readonly kept: number; readonly refused: number }> {
    statuses = [];
    const pages = watchPages(origin, cookie);
    await pause(forMs);
    const { ms, failures } = await pages.stop();
    const [kept = 0, refused = 0, unanswered = 0] = [200, 503, 0].map(
      (status) => statuses.filter((one) => one === status).length,
    );
    const others = statuses.length - kept - refused - unanswered;
    const slowest = ms.at(-1) ?? 0;
    table.push([
      what,
      ...[kept, refused, unanswered, percentile(ms, 50), slowest, failures.length].map((one) => one.toFixed(0)),
    ]);
    broken.push(
      ...failures.map((failure) => `${what}: ${failure}`),
      ...unless(others === 0, `${what}: ${others} deliveries were answered neither 200 nor 503`),
    );
    return { kept, refused };
  }

  // In some rounds none is: while the journal has room, deliveries are stored there.
  let refused = 0;
  for (let round = 1; round <= rounds; round++) {
    const end = ofauth.begin();
    await observe("room", BEFORE_MS);
    fill(dataDir);
    const full = await observe("full", FULL_MS);
    // A user who follows a link makes the server need its key: it must not store a part of one.
    await fetch(`${origin}/r/nobody.knows`).then((response) => response.arrayBuffer());
    broken.push(...unless(isKeyWhole(dataDir), "full: the server kept a part of its key"));
    refused += full.refused;
    if (round === rounds) {
      await server.stop("SIGKILL");
      server = ground.launch();
      const isUp = await server.ready().then(
        () => true,
        () => false,
      );
      if (isUp) await observe("full, after a restart", FULL_MS);
      else
        broken.push(
          ...unless(/disk|full/i.test(server.output()), `full: it does not start, and says ${server.output()}`),
        );
    }
    empty(dataDir);
    const after = await observe("room again", AFTER_MS);
    broken.push(...unless(after.kept > 0, "room again: no delivery was accepted"));
    await end();
  }
  broken.push(...unless(refused > 0, "full: no delivery was refused in any round, so the disk was not full"));
  await server.stop();
  const proof = await prove(dataDir, ofauth.deliveries);
  return { table, broken: [...broken, ...proof.broken] };
}

/** Fills the disk to the last byte that any program may write. */
function fill(folder: string): void {
  for (let size = BALLAST_BYTES; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) appendFileSync(path.join(folder, "ballast"), Buffer.alloc(size));
    } catch (fault) {
      if (!(fault instanceof Error && "code" in fault && fault.code === "ENOSPC")) throw fault;
    }
  }
}

function empty(folder: string): void {
  rmSync(path.join(folder, "ballast"));
}

function isKeyWhole(folder: string): boolean {
  const file = path.join(folder, "secret.key");
  return !existsSync(file) || readFileSync(file, "utf8").length === KEY_LENGTH;
}
