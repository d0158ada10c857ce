import { clock } from "@/clock";
import { isLocked, LOCK_RETRY_MS } from "./group-commit";

const LOCK_WAIT_MS = 30_000;
/** A process that waits for the lock looks twice in the meantime. */
const REST_MS_MAX = 2 * LOCK_RETRY_MS;

/**
 * Runs one slice of a longer job, which takes the write lock for itself. Tries again while another process has it: a transaction that
 * could not begin has done nothing. Then leaves it alone for as long as it had it, up to a rest in which deliveries get their turn,
 * whichever of two processes the job runs in.
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
