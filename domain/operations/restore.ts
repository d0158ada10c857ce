import type { Deed } from "@/domain/access/audit";

/** What a backup holds, and what is lost when it takes the place of the database. */
export type RestorePlan = {
  readonly backup: string;
  /** Whether it is a plain copy without a journal beside it: what was in the journal alone would be missing. */
  readonly lacksJournal: boolean;
  readonly holds: {
    readonly events: number;
    readonly people: number;
    /** When its newest event came; null where it has none. */
    readonly newestEventAt: number | null;
  };
  /** Null if there is no database, or if it is damaged. */
  readonly loses: RestoreLoss | null;
  readonly hasDatabase: boolean;
  /**
   * `kept`: people, tokens and what nobody may do any more stay as they are in the database. `ended`: that is gone, damaged, or not what
   * became of the backup, so all tokens of the backup end.
   */
  readonly access: "kept" | "ended";
};

export type RestoreLoss = {
  readonly events: number;
  /** When the first and the last of them came. */
  readonly from: number | null;
  readonly until: number | null;
  /** Deeds of people, programs and the console since, of those that a restore undoes; the most frequent first. */
  readonly deeds: readonly { readonly deed: Deed; readonly count: number }[];
  /** Whom the database's audit log knows as erased and the backup's doesn't, by kind and digest: erased from the backup too. */
  readonly erased: readonly string[];
};

export type RestoreOutcome = {
  /** Where the database is that was replaced; null where there was none. */
  readonly keptAs: string | null;
  /** As planned; but `ended` if the database turned out to be damaged. */
  readonly access: RestorePlan["access"];
};
