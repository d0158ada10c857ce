const HOUR_MS = 3_600_000;
/** After a failure, the next try comes after this delay, or at the next scheduled time if that is sooner. */
const RETRY_MS = HOUR_MS;
/** The last backup counts as old when it is overdue by this much. */
const GRACE_MS = 2 * HOUR_MS;

export type BackupMemory = {
  readonly newestAt: number | null;
  /** The last failure since the newest backup; null if there was none. */
  readonly failure: { readonly at: number; readonly sentence: string } | null;
};

export type BackupStanding = BackupMemory & {
  /** `off`: no schedule. `none`: the first one is still to come. `late`: the newest is older than it should be. */
  readonly kind: "off" | "none" | "fine" | "late" | "failed";
  readonly isDue: boolean;
};

/** Returns the status of scheduled backups; `everyHours` is null if there is no schedule. */
export function standingOf(memory: BackupMemory, everyHours: number | null, now: number): BackupStanding {
  const { newestAt, failure } = memory;
  if (everyHours === null) return { ...memory, kind: failure ? "failed" : "off", isDue: false };
  const intervalMs = everyHours * HOUR_MS;
  // A clock that was set back must not delay it for long.
  const ageMs = newestAt === null ? Number.POSITIVE_INFINITY : Math.abs(now - newestAt);
  const mayTry = failure === null || Math.abs(now - failure.at) >= Math.min(RETRY_MS, intervalMs);
  const isLate = newestAt !== null && ageMs > intervalMs + GRACE_MS;
  const kind = failure ? "failed" : newestAt === null ? "none" : isLate ? "late" : "fine";
  return { ...memory, kind, isDue: ageMs >= intervalMs && mayTry };
}
