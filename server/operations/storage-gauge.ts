import { clock } from "@/clock";
import type { Store } from "@/db/store";
import type { StorageUse } from "@/domain/operations/storage";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";

type Gauge = { last: StorageUse | null; measuring: Promise<void> | null };

/** How long a page waits. With much data, it then shows the last measurement, or that one is under way. */
const WAIT_MS = 700;
const FRESH_MS = 10 * 60_000;

const gauge = () => processWide<Gauge>("storage", () => ({ last: null, measuring: null }));

/** Returns what uses the disk, at most a few minutes old; `use` is null during the first measurement. */
export async function readStorage({ maintenance }: Store): Promise<{ use: StorageUse | null; isMeasuring: boolean }> {
  const kept = gauge();
  if (!kept.last || clock.now() - kept.last.measuredAt > FRESH_MS) {
    kept.measuring ??= measure(maintenance.measureStorage).finally(() => {
      kept.measuring = null;
    });
    await Promise.race([kept.measuring, clock.pause(WAIT_MS)]);
  }
  return { use: kept.last, isMeasuring: kept.measuring !== null };
}

/** Discards the last measurement. */
export function forgetStorage(): void {
  gauge().last = null;
}

async function measure(measureStorage: Store["maintenance"]["measureStorage"]): Promise<void> {
  try {
    gauge().last = await measureStorage();
  } catch (fault) {
    log().error({ fault: faultName(fault) }, "the storage could not be measured");
  }
}
