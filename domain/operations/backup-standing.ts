const HOUR_MS = 3_600_000;
/** After a failure it is tried again so much later, or at the next time if that is sooner. */
const RETRY_MS = HOUR_MS;
/** So much later than it should have been, the last one is old. */
const GRACE_MS = 2 * HOUR_MS;

export type BackupMemory = {
  readonly newestAt: number | null;
  /** Since the newest; null where there was none. */
  readonly failure: { readonly at: number; readonly sentence: string } | null;
};

export type BackupStanding = BackupMemory & {
  /** `off`: none is made by itself. `none`: the first one is still to come. `late`: the newest is older than it should be. */
  readonly kind: "off" | "none" | "fine" | "late" | "failed";
  readonly isDue: boolean;
};

/** How it stands with backups that are made every so many hours; null for never by themselves. */
export function standingOf(memory: BackupMemory, everyHours: number | null, now: number): BackupStanding {
  const { newestAt, failure } = memory;
  if (everyHours === null) return { ...memory, kind: failure ? "failed" : "off", isDue: false };
  const intervalMs = everyHours * HOUR_MS;
  // A clock that was set back must not put it off for long.
  const ageMs = newestAt === null ? Number.POSITIVE_INFINITY : Math.abs(now - newestAt);
  const mayTry = failure === null || Math.abs(now - failure.at) >= Math.min(RETRY_MS, intervalMs);
  const isLate = newestAt !== null && ageMs > intervalMs + GRACE_MS;
  const kind = failure ? "failed" : newestAt === null ? "none" : isLate ? "late" : "fine";
  return { ...memory, kind, isDue: ageMs >= intervalMs && mayTry };
}
