import { clock } from "@/clock";
import type { Store } from "@/db/store";
import type { StorageUse } from "@/domain/operations/storage";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { processWide } from "@/server/process/process-wide";

type Gauge = { last: StorageUse | null; measuring: Promise<void> | null };

/** A page waits so long; where there is much data, it shows what was measured before, or that it is being measured. */
const WAIT_MS = 700;
const FRESH_MS = 10 * 60_000;

const gauge = () => processWide<Gauge>("storage", () => ({ last: null, measuring: null }));

/** What uses the disk, as of the last few minutes; `use` is null as long as it is measured for the first time. */
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

/** What was measured no longer counts. */
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
