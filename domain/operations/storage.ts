/** What the disk is used for, as people would divide it. */
export const STORAGE_KINDS = [
  "events",
  "event_indexes",
  "event_values",
  "connections",
  "search",
  "outreach",
  "deliveries",
  "audit",
  "other",
] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** How much of the disk is used, and by what. */
export type StorageUse = {
  readonly bytesByKind: Readonly<Record<StorageKind, number>>;
  /** In the file, but free: what comes next takes it. */
  readonly freeBytes: number;
  /** The whole file. */
  readonly fileBytes: number;
  /** The write-ahead log beside it. */
  readonly journalBytes: number;
  /** Whether what becomes free is given back to the disk. */
  readonly givesBack: boolean;
  readonly measuredAt: number;
  readonly tookMs: number;
};

export const STORAGE_WORDS: Readonly<Record<StorageKind, string>> = {
  events: "Events with their bodies",
  event_indexes: "Indexes of events",
  event_values: "Index of values in bodies",
  connections: "Connections and their checkpoints",
  search: "Index of names",
  outreach: "Outreach",
  deliveries: "Repeats, refusals, counts by the hour",
  audit: "Audit log",
  other: "People, settings and the like",
};
