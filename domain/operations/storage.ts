/** The kinds of disk use, in terms that people understand. */
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

/** The disk space in use, by kind. */
export type StorageUse = {
  readonly bytesByKind: Readonly<Record<StorageKind, number>>;
  /** Free space within the file, which new data uses first. */
  readonly freeBytes: number;
  /** Size of the whole file. */
  readonly fileBytes: number;
  /** Size of the write-ahead log. */
  readonly journalBytes: number;
  /** True if freed space is returned to the disk. */
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
