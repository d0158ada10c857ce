/** Figures of one group of writes that were committed together. */
export type CommitFigures = {
  readonly members: number;
  /** Writes that wait for the next group. */
  readonly waiting: number;
  readonly tookMs: number;
  /** False if storing failed: the disk was full, the file read-only, or another program held it. */
  readonly isKept: boolean;
};

/** A store's health in figures, none of which reveal anything about a person. */
export type Vitals = {
  readonly fileBytes: number;
  /** The size of the write-ahead log, which is not yet in the file. */
  readonly walBytes: number;
  /** Free space on the disk for users other than root. */
  readonly freeBytes: number;
  /** When the newest event arrived; null if there is none. */
  readonly lastReceivedAt: number | null;
  /** Without dismissed events. */
  readonly quarantined: number;
  readonly openCases: number;
};
