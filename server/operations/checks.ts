import { clock } from "@/clock";
import { getStore } from "@/db";
import type { Store } from "@/db/store";
import { commandLine } from "@/domain/values/command-line";
import { environment } from "@/env";
import { answer } from "@/server/http/answer";
import { faultName } from "@/server/process/faults";
import { isStopping } from "@/server/process/lifecycle";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";
import { backupStanding } from "./backups";

/** In order: the first failed check determines the response. */
const CHECKS = [
  { check: "running", error: "shutting_down", message: "The server is stopping." },
  {
    check: "in_place",
    error: "database_gone",
    message: `A file of the database was moved, removed or replaced; nothing is taken in. Put it back, or stop Relink and restore a backup: ${commandLine("restore")}.`,
  },
  {
    check: "undamaged",
    error: "database_damaged",
    message: `The database is damaged, and takes no event in. Restore a backup: ${commandLine("restore")}.`,
  },
  { check: "readable", error: "database_unavailable", message: "The database does not answer; see the log." },
  {
    check: "writable",
    error: "database_not_writable",
    message: "Deliveries can't be kept, or only while the last room lasts: is the disk full? See the log.",
  },
  { check: "index", error: "index_loading", message: "The lists are being read into memory; deliveries are taken." },
  {
    check: "secret",
    error: "no_secret",
    message: "Set OFAUTH_WEBHOOK_SECRET, and start again: deliveries are refused.",
  },
] as const;

type Check = (typeof CHECKS)[number]["check"];

/** The database is asked at most once in this time, however often health is. */
const PROOF_LIFE_MS = 3_000;

type Proof = { readonly readable: boolean; readonly writable: boolean };

const lastProof = () =>
  processWide<{ madeAt: number; result: Promise<Proof> | null }>("health proof", () => ({ madeAt: 0, result: null }));

/**
 * Responds with the result of each check, and with 503 if one failed. A missing secret can be excused: people can sign in without
 * it.
 */
export async function answerHealth({ isSecretNeeded }: { readonly isSecretNeeded: boolean }): Promise<Response> {
  const passed = await runChecks();
  const failed = CHECKS.filter(({ check }) => !passed[check]);
  const checks = Object.fromEntries(CHECKS.map(({ check, message }) => [check, passed[check] ? "ok" : message]));
  const worst = failed.find(({ check }) => isSecretNeeded || check !== "secret");
  if (worst) return answer(503, { error: worst.error, message: worst.message, checks });
  return answer(200, {
    status: passed.secret ? "ready" : "no_secret",
    backup: backupStanding(clock.now()).kind,
    damagedEvents: getStore().damagedEvents()?.count ?? null,
    checks,
  });
}

async function runChecks(): Promise<Readonly<Record<Check, boolean>>> {
  const secret = environment().webhookSecrets.length > 0;
  // The store may be closed by now.
  if (isStopping())
    return { running: false, in_place: true, undamaged: true, readable: true, writable: true, index: true, secret };
  const { vitals, damage, misplaced } = getStore();
  return {
    running: true,
    in_place: misplaced() === null,
    undamaged: damage() === null,
    ...(await currentProof(vitals)),
    index: vitals.isIndexReady(),
    secret,
  };
}

function currentProof(vitals: Store["vitals"]): Promise<Proof> {
  const last = lastProof();
  const now = performance.now();
  if (last.result && now - last.madeAt <= PROOF_LIFE_MS) return last.result;
  last.madeAt = now;
  last.result = prove(vitals);
  return last.result;
}

async function prove(vitals: Store["vitals"]): Promise<Proof> {
  const readable = await succeeds(vitals.read(), "database unreadable");
  return { readable, writable: await succeeds(vitals.proveWritable(), "database not writable") };
}

function succeeds(work: Promise<unknown>, failure: string): Promise<boolean> {
  return work.then(
    () => true,
    (fault: unknown) => {
      log().error({ fault: faultName(fault) }, failure);
      return false;
    },
  );
}
