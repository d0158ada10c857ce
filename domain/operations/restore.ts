import type { Deed } from "@/domain/access/audit";

/** The content of a backup, and the loss when it replaces the database. */
export type RestorePlan = {
  readonly backup: string;
  /** True if it is a plain copy without its journal: what was only in the journal is missing. */
  readonly lacksJournal: boolean;
  readonly holds: {
    readonly events: number;
    readonly people: number;
    /** When its newest event arrived; null if it has none. */
    readonly newestEventAt: number | null;
  };
  /** Null if there is no database, or if it is damaged. */
  readonly loses: RestoreLoss | null;
  readonly hasDatabase: boolean;
  /**
   * `kept`: people, tokens and revocations stay as they are in the database. `ended`: the database is gone, damaged, or not a
   * successor of the backup, so all tokens in the backup are revoked.
   */
  readonly access: "kept" | "ended";
};

export type RestoreLoss = {
  readonly events: number;
  /** When the first and the last of them arrived. */
  readonly from: number | null;
  readonly until: number | null;
  /** Deeds since the backup that a restore undoes, by people, programs and the console; the most frequent first. */
  readonly deeds: readonly { readonly deed: Deed; readonly count: number }[];
  /**
   * Subjects that the database's audit log lists as erased and the backup's doesn't, by kind and digest. The restore erases them
   * again.
   */
  readonly erased: readonly string[];
};

export type RestoreOutcome = {
  /** Where the replaced database is now; null if there was none. */
  readonly keptAs: string | null;
  /** The planned value, or `ended` if the database turned out to be damaged. */
  readonly access: RestorePlan["access"];
};
