import { clock } from "@/clock";
import { isLocked, LOCK_RETRY_MS } from "./group-commit";

const LOCK_WAIT_MS = 30_000;
/** Long enough for a process that waits for the lock to try twice. */
const REST_MS_MAX = 2 * LOCK_RETRY_MS;

/**
 * Runs one slice of a longer job, which takes the write lock. Retries while another process has it: a transaction that could not
 * begin has done nothing. Then rests for as long as the slice took, up to a limit, so that deliveries get their turn, in
 * whichever of two processes the job runs.
 */
export async function whenFree(work: () => void): Promise<void> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    const startedAt = performance.now();
    try {
      work();
      return await clock.pause(Math.min(REST_MS_MAX, performance.now() - startedAt));
    } catch (cause) {
      if (!isLocked(cause) || performance.now() > deadline) throw cause;
    }
    await clock.pause(LOCK_RETRY_MS);
  }
}
