import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { BY_THE_CLOCK } from "@/domain/access/audit";
import { DAY_MS, hasRules, retentionRulesSchema } from "@/domain/operations/retention";
import { faultName } from "@/server/process/faults";
import { onStopping } from "@/server/process/lifecycle";
import { log } from "@/server/process/log";
import { startJob } from "./maintenance-job";

const LOOK_EVERY_MS = 10 * 60_000;

/** Removes once a day what the rules no longer keep, until the process stops. */
export function removeOldDataDaily(store: Store): void {
  // Later clock readings are compared with this one if no event arrives.
  store.maintenance.watchClock(clock.now()).catch((fault: unknown) => {
    log().error({ fault: faultName(fault) }, "the clock could not be noted");
  });
  const timer = clock.setInterval(() => {
    removeWhenDue(store, clock.now()).catch((fault: unknown) => {
      log().error({ fault: faultName(fault) }, "the daily removal could not begin");
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  onStopping(() => clock.clearInterval(timer));
}

/**
 * Starts the removal if it is due, a day after the last one or after a change of the rules, and no other job runs. Never trusts a
 * clock that may have jumped ahead: a year too far would remove nearly everything.
 */
export async function removeWhenDue({ settings, maintenance }: Store, now: number): Promise<void> {
  const jump = await maintenance.watchClock(now);
  const rules = retentionRulesSchema.parse(await settings.read());
  if (!hasRules(rules)) return;
  const dueAt = await maintenance.retentionDueAt();
  // More than a day away: the clock was set back.
  if (dueAt === null || dueAt > now + DAY_MS) return maintenance.postponeRetention(now + DAY_MS);
  if (now < dueAt) return;
  if (jump) {
    const aheadDays = Math.floor((now - jump.trueAt) / DAY_MS);
    log().warn({ aheadDays }, "old data is not removed: the clock may have jumped ahead; see Settings, Storage");
    return;
  }
  startJob({ kind: "retention", rules, isDryRun: false }, async (options) => {
    await maintenance.postponeRetention(now + DAY_MS);
    return maintenance.retain(rules, { isDryRun: false, ...options }, { author: BY_THE_CLOCK, at: now });
  });
}
