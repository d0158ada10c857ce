/** The steps of a backup, in order. `checking` reports no progress. */
export const BACKUP_STEPS = ["copying", "checking", "folding", "packing", "proving"] as const;
export type BackupStep = (typeof BACKUP_STEPS)[number];

type StepWords = { readonly label: string; readonly unit: string };

export const BACKUP_STEP_WORDS: Record<BackupStep, StepWords> = {
  copying: { label: "Copying", unit: "MB" },
  checking: { label: "Reading the copy for damage", unit: "" },
  folding: { label: "Comparing states with the fold of their events", unit: "connections" },
  packing: { label: "Compressing", unit: "MB" },
  proving: { label: "Reading the compressed file back", unit: "MB" },
};

/** How far a step is, in its unit; a total of 0 means that the total is unknown. */
export type BackupProgress = { readonly step: BackupStep; readonly done: number; readonly total: number };

export type BackupProblem = "not_writable" | "no_room" | "damaged" | "differs" | "too_slow";

export type BackupReport = {
  /** The moment whose data it holds. */
  readonly madeAt: number;
  readonly events: number;
  /** Sizes of the compressed file, and of the database in it. */
  readonly bytes: number;
  readonly databaseBytes: number;
  /** How many connections were compared with the fold of their events, and how many there are. */
  readonly compared: number;
  readonly connections: number;
  readonly tookMs: number;
};

export type BackupOutcome =
  | { readonly kind: "made"; readonly report: BackupReport }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly problem: BackupProblem; readonly sentence: string };

/** A backup in the folder of backups. Each is verified before it gets its name. */
export type KeptBackup = {
  readonly name: string;
  readonly madeAt: number;
  readonly version: string;
  readonly bytes: number;
};

/** With what the audit log recorded about it; null if the log doesn't cover it. */
export type ListedBackup = KeptBackup & { readonly facts: BackupFacts | null };
export type BackupFacts = { readonly events: number; readonly compared: string; readonly took: string };

const NAME = /^relink-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z-v([\w.]+)\.db\.gz$/;

/** Returns a name such as "relink-2026-01-31T04-00-00Z-v0.1.0.db.gz". Names sort by time. */
export function backupName(madeAt: number, version: string): string {
  return `relink-${formatForName(madeAt)}-v${version}.db.gz`;
}

/** Reads a backup's time and version from its name; null for other names. */
export function parseBackupName(name: string): Pick<KeptBackup, "madeAt" | "version"> | null {
  const [, day, hours, minutes, seconds, version] = NAME.exec(name) ?? [];
  const madeAt = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  return version === undefined || Number.isNaN(madeAt) ? null : { madeAt, version };
}

/** Formats an instant for a file name on any system: "2026-01-31T04-00-00Z". */
export function formatForName(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}
