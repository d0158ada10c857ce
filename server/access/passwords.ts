import { createHash, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { environment } from "@/env";
import { randomness } from "@/randomness";
import { readAnswer } from "@/server/http/read-answer";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";
import { FairQueue, type QueueClient } from "./fair-queue";

/** Why a password is too weak to keep. */
export type PasswordProblem = "too_short" | "too_long" | "too_easy" | "leaked";

export const PASSWORD_PROBLEM_WORDS: Readonly<Record<PasswordProblem, string>> = {
  too_short: "Use at least 12 characters; a short sentence is easy to remember.",
  too_long: "Use at most 256 characters.",
  too_easy: "That is easy to guess: a common password, a pattern, or your own name. Use several unrelated words.",
  leaked: "That password is in a list of leaked ones. Use another.",
};

/** ASVS 5.0, 6.2.1 asks for at least 8 and recommends 15; 6.2.9 wants at least 64 allowed. */
const LENGTH_MIN = 12;
const LENGTH_MAX = 256;
/** On zxcvbn's scale of 0 to 4: "safely unguessable" by someone who has to ask us. */
const SCORE_MIN = 3;
const LEAK_TIMEOUT_MS = 3_000;
/** About ten times the size of a "Pwned Passwords" response. */
const LEAK_BYTES_MAX = 1_000_000;

/** One of the settings in OWASP's Password Storage Cheat Sheet: 32 MiB, p=3. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** Each hash takes 32 MiB and at least 100 ms, so they run one at a time and the queue is short. */
const QUEUE_LIMITS = { waitingMax: 8, waitingPerKeyMax: 3 };

export const BUSY_WORDS = "Too many people are signing in. Try again in a moment.";

/** `busy` if too many passwords are waiting to be checked. */
export type PasswordVerdict = "right" | "wrong" | "busy";

/** Returns why a password can't be kept, or null. `about` are words that would help to guess it, such as its owner's name. */
export async function problemOf(password: string, about: readonly string[]): Promise<PasswordProblem | null> {
  if ([...password].length < LENGTH_MIN) return "too_short";
  if (password.length > LENGTH_MAX) return "too_long";
  const words = about.flatMap((text) => [text, ...text.split(/[\s@.]+/)]).filter((word) => word.length > 2);
  if (meter().check(password, ["relink", "ofauth", ...words]).score < SCORE_MIN) return "too_easy";
  return (await hasLeaked(password)) ? "leaked" : null;
}

/** Hashes a password. Returns null if too many are waiting: see `BUSY_WORDS`. */
export async function hashPassword(password: string, place: QueueClient): Promise<string | null> {
  const salt = randomness.bytes(SALT_BYTES);
  const key = await derive(password, salt, COST, place);
  if (!key) return null;
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Verifies a password. Takes as long for an unknown person, or one without a password, as for a wrong password. */
export async function verifyPassword(
  password: string,
  hash: string | null,
  place: QueueClient,
): Promise<PasswordVerdict> {
  const kept = parseHash(hash ?? "");
  const salt = kept?.salt ?? Buffer.alloc(SALT_BYTES);
  const key = await derive(password.slice(0, LENGTH_MAX), salt, kept?.cost ?? COST, place);
  if (!key) return "busy";
  return kept !== null && kept.key.length === key.length && timingSafeEqual(key, kept.key) ? "right" : "wrong";
}

function parseHash(hash: string) {
  const [scheme, N, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || !salt || !key) return null;
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

function derive(password: string, salt: Buffer, cost: typeof COST, place: QueueClient): Promise<Buffer | null> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  const queue = processWide("passwords", () => new FairQueue(QUEUE_LIMITS));
  return queue.run(
    place,
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (fault, key) =>
          fault ? reject(fault) : resolve(key),
        );
      }),
  );
}

let made: ZxcvbnFactory | null = null;

/** Unpacked on first use: the dictionaries take a moment and are rarely needed. */
function meter(): ZxcvbnFactory {
  made ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return made;
}

/** Asks a service with the "Pwned Passwords" API, if an admin configured one. It gets the first five digits of a digest. */
async function hasLeaked(password: string): Promise<boolean> {
  const { leakedPasswordsUrl } = environment();
  if (!leakedPasswordsUrl) return false;
  const digest = createHash("sha1").update(password).digest("hex").toUpperCase();
  try {
    const url = new URL(digest.slice(0, 5), leakedPasswordsUrl);
    const response = await fetch(url, { signal: AbortSignal.timeout(LEAK_TIMEOUT_MS), redirect: "error" });
    if (!response.ok) throw new Error(`It answered ${response.status}`);
    const lines = await readAnswer(response, LEAK_BYTES_MAX);
    if (lines === null) throw new Error("Its answer is too long");
    return lines.split(/\r?\n/).some((line) => line.startsWith(`${digest.slice(5)}:`));
  } catch (fault) {
    log().warn({ fault: fault instanceof Error ? fault.name : "unknown" }, "leaked passwords could not be asked for");
    return false;
  }
}
