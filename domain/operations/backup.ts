/** What a backup does, one after the other. Checking tells no progress. */
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

/** How far a step is, in its unit; a total of nothing where that can't be told. */
export type BackupProgress = { readonly step: BackupStep; readonly done: number; readonly total: number };

export type BackupProblem = "not_writable" | "no_room" | "damaged" | "differs" | "too_slow";

export type BackupReport = {
  /** The moment that it holds. */
  readonly madeAt: number;
  readonly events: number;
  /** Of the packed file, and of the database in it. */
  readonly bytes: number;
  readonly databaseBytes: number;
  /** How many connections were compared with the fold of their events, of how many. */
  readonly compared: number;
  readonly connections: number;
  readonly tookMs: number;
};

export type BackupOutcome =
  | { readonly kind: "made"; readonly report: BackupReport }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly problem: BackupProblem; readonly sentence: string };

/** A backup that lies in the folder of backups. Each has been verified: none gets its name before. */
export type KeptBackup = {
  readonly name: string;
  readonly madeAt: number;
  readonly version: string;
  readonly bytes: number;
};

/** With what the audit log tells of its making; null where it is of another time. */
export type ListedBackup = KeptBackup & { readonly facts: BackupFacts | null };
export type BackupFacts = { readonly events: number; readonly compared: string; readonly took: string };

const NAME = /^relink-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z-v([\w.]+)\.db\.gz$/;

/** "relink-2026-01-31T04-00-00Z-v0.1.0.db.gz": in the order of names is the order of times. */
export function backupName(madeAt: number, version: string): string {
  return `relink-${formatForName(madeAt)}-v${version}.db.gz`;
}

/** When a backup was made and by which version, as its name says; null for a name of something else. */
export function parseBackupName(name: string): Pick<KeptBackup, "madeAt" | "version"> | null {
  const [, day, hours, minutes, seconds, version] = NAME.exec(name) ?? [];
  const madeAt = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
  return version === undefined || Number.isNaN(madeAt) ? null : { madeAt, version };
}

/** An instant as it can be part of a file's name everywhere: "2026-01-31T04-00-00Z". */
export function formatForName(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}
