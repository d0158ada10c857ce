/** What one group of writes that were committed together took. */
export type CommitFigures = {
  readonly members: number;
  /** Those that wait for the next group. */
  readonly waiting: number;
  readonly tookMs: number;
  /** Whether the storage took it: false where the disk is full, the file read-only, or another program held it. */
  readonly isKept: boolean;
};

/** How a store is, in figures; none of them tells of anyone. */
export type Vitals = {
  readonly fileBytes: number;
  /** What is written and not yet moved into the file. */
  readonly walBytes: number;
  /** Room on the disk for users other than root. */
  readonly freeBytes: number;
  /** When the newest event reached us; null where there is none. */
  readonly lastReceivedAt: number | null;
  /** Without those that were dismissed. */
  readonly quarantined: number;
  readonly openCases: number;
};
