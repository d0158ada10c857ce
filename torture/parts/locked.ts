import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "@/bench/measure";
import { holdWriteLock } from "@/testing/break-store";
import { signIn } from "@/testing/servers/sign-in";
import { onGround } from "@/torture/ground";
import { watchPages } from "@/torture/pages";
import { type Finding, type Scale, unless } from "@/torture/part";
import { type Answer, OFAUTH_TIMEOUT_MS } from "@/torture/post";
import { prove } from "@/torture/proof";
import { sender } from "@/torture/sender";

/** From a hold that everyone waits out to one that nobody does. */
const HOLDS_MS = [200, 1_000, 3_000, 7_000];
const LANES = 16;
const BETWEEN_MS = 700;
/** Pages that wait for the lock would take as long as it is held. */
const PAGE_MS_MAX = 5_000;

/** Lets another program hold the database: deliveries wait or are asked to retry, and pages respond as usual. */
export async function locked({ seed, rounds }: Scale): Promise<Finding> {
  return onGround({}, async (ground) => {
    const { origin } = ground;
    let answers: Answer[] = [];
    const ofauth = sender({ origin, seed, lanes: LANES, restMs: 20, onAnswer: (answer) => void answers.push(answer) });
    const server = await ground.start();
    const cookie = await signIn(origin);
    const table = [["held, ms", "2xx", "503", "slowest answer, ms", "page p50, ms", "slowest page"]];
    const broken: string[] = [];
    const end = ofauth.begin();
    for (const hold of Array.from({ length: rounds ?? 1 }, () => HOLDS_MS).flat()) {
      await pause(BETWEEN_MS);
      const release = holdWriteLock(ground.dataDir);
      answers = [];
      const pages = watchPages(origin, cookie);
      await pause(hold);
      const { ms, failures } = await pages.stop();
      release();
      await pause(BETWEEN_MS);
      const slowest = Math.max(0, ...answers.map((answer) => answer.ms));
      const slowestPage = ms.at(-1) ?? 0;
      const strange = answers.filter(({ status }) => status !== 200 && status !== 503);
      table.push([
        hold.toLocaleString("en"),
        ...[200, 503].map((status) => String(answers.filter((answer) => answer.status === status).length)),
        ...[slowest, percentile(ms, 50), slowestPage].map((figure) => figure.toFixed(0)),
      ]);
      broken.push(
        ...failures.map((failure) => `while it was held for ${hold} ms, ${failure}`),
        ...unless(slowest < OFAUTH_TIMEOUT_MS, `a delivery waited for ${slowest.toFixed(0)} ms`),
        ...unless(slowestPage < PAGE_MS_MAX, `a page took ${slowestPage.toFixed(0)} ms while it was held`),
        ...unless(strange.length === 0, `deliveries were answered ${strange.map(({ status }) => status).join(", ")}`),
      );
    }
    await end();
    await server.stop();
    const proof = await prove(ground.dataDir, ofauth.deliveries);
    return { table, broken: [...broken, ...proof.broken] };
  });
}
