import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { docsBody } from "@/testing/worlds/deliveries";
import { postSigned } from "./front-door";
import { type Hostile, hostileRequests, leaksIn, send } from "./hostile";
import { signIn } from "./sign-in";
import { signInAs } from "./team";

export type Assault = {
  /** Answers that should not have been, each with its request: a 5xx that is not the framework's own, a leak, none at all. */
  readonly faults: readonly string[];
  /** Sorted, in milliseconds. */
  readonly timings: readonly number[];
  /** The number of responses by status. */
  readonly statuses: ReadonlyMap<number, number>;
};

const SENDERS = 8;
const TIMEOUT_MS = 20_000;
const EXCERPT_LENGTH = 700;
/** A creator's name, which nobody may see without signing in. */
const CANARY = "Zxqvia Wrenfield";

/** Sends hostile requests to a running server, some of them as people who may sign in; the same ones for the same seed. */
export async function assault(
  server: { readonly origin: string; readonly dataDir: string },
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<Assault> {
  const { origin, dataDir } = server;
  await postSigned(origin, docsBody("created", { account: { name: CANARY }, occurredAt: Date.now() }));
  const key = keyIn(dataDir);
  const people = [await signIn(origin), await signInAs(dataDir, "viewer"), await signInAs(dataDir, "operator")];
  const isKnown = ({ headers }: Hostile) => people.includes(headers.cookie ?? "");
  const faults: string[] = [];
  const timings: number[] = [];
  const statuses = new Map<number, number>();

  async function attack(hostile: Hostile): Promise<void> {
    try {
      const answered = await send(origin, hostile, TIMEOUT_MS);
      timings.push(answered.ms);
      statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
      const leaks = leaksIn(answered, hostile, isKnown(hostile) ? [key] : [key, CANARY]);
      if (answered.status >= 500 && !isInFrameworksFormat(hostile))
        faults.push(`${answered.status} ${describe(hostile)}`);
      if (leaks.length > 0) faults.push(`leaks ${leaks.join(", ")} ${describe(hostile)}`);
    } catch (fault) {
      faults.push(`${fault instanceof Error ? fault.message : fault} ${describe(hostile)}`);
    }
  }

  const waiting = fc.sample(hostileRequests(origin, people), { numRuns: requests, seed }).values();
  const senders = Array.from({ length: SENDERS }, async () => {
    for (const hostile of waiting) await attack(hostile);
  });
  await Promise.all(senders);
  return { faults, timings: timings.toSorted((a, b) => a - b), statuses };
}

/**
 * Returns true for a request in the private format of the framework's own scripts, or for a form, which it reads as one: it may answer 500 to
 * such a one that is broken. Nothing but the framework can tell which are (decision 0019).
 */
function isInFrameworksFormat({ headers }: Hostile): boolean {
  const isForm = headers["content-type"]?.startsWith("multipart/form-data") === true;
  return isForm || "next-action" in headers || "next-router-state-tree" in headers;
}

/** The deployment's own key, as it stands in its file, which the server reads each time; planted where none was needed yet. */
function keyIn(dataDir: string): string {
  const file = path.join(dataDir, "secret.key");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(file, "utf8");
}

function describe({ body, ...hostile }: Hostile): string {
  const text = body && Buffer.from(body).toString("latin1").slice(0, 120);
  return JSON.stringify({ ...hostile, body: text }).slice(0, EXCERPT_LENGTH);
}
