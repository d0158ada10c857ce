import { z } from "zod";

/** Kinds of data that are removed when they are old. */
export const RETENTION_KINDS = ["events", "unread", "repeats", "hours", "audit"] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const DAY_MS = 86_400_000;
/**
 * OFAuth retries for a day and a half, and keeps its log of deliveries, from which they can be sent again, for seven days. An
 * event removed sooner would come back as a new one.
 */
export const REDELIVERED_DAYS = 7;
/** The shortest time to keep each kind, in days. A trigger in the database enforces the same for the audit log. */
export const KEEP_DAYS_MIN: Readonly<Record<RetentionKind, number>> = {
  events: REDELIVERED_DAYS,
  unread: 30,
  repeats: REDELIVERED_DAYS,
  hours: 31,
  audit: 365,
};
export const KEEP_DAYS_MAX = 36_500;
export const DATABASE_MB_MIN = 5;
export const DATABASE_MB_MAX = 10_000_000;
export const MB = 1_000_000;

/** How many days to keep each kind, and the largest size of the database; 0 means forever and no limit. */
export const retentionRulesSchema = z.object({
  keepEventsDays: days("events"),
  keepUnreadDays: days("unread"),
  keepRepeatsDays: days("repeats"),
  keepHoursDays: days("hours"),
  keepAuditDays: days("audit"),
  databaseMaxMb: z.union([z.literal(0), z.int().min(DATABASE_MB_MIN).max(DATABASE_MB_MAX)]).default(0),
});

export type RetentionRules = z.infer<typeof retentionRulesSchema>;
export type RetentionRule = keyof RetentionRules;

export const RULE_OF_KIND = {
  events: "keepEventsDays",
  unread: "keepUnreadDays",
  repeats: "keepRepeatsDays",
  hours: "keepHoursDays",
  audit: "keepAuditDays",
} as const satisfies Record<RetentionKind, RetentionRule>;

/** Names each kind, in words that follow "Keep". */
export const KIND_WORDS: Readonly<Record<RetentionKind, string>> = {
  events: "superseded events",
  unread: "quarantine and signing rules",
  repeats: "records of repeated deliveries",
  hours: "deliveries and refusals by the hour",
  audit: "the audit log",
};

/** A clock this far ahead of the last time known to be right may have jumped, so it must not remove anything. */
export const CLOCK_JUMP_MAX_MS = 14 * DAY_MS;

/** A clock that may have jumped ahead. */
export type ClockJump = {
  /** The last time known to be right. */
  readonly trueAt: number;
  readonly now: number;
};

/** Returns both times if the clock may have jumped; null if it hasn't, or if there is nothing to compare it with. */
export function clockJumpSince(trueAt: number | null, now: number): ClockJump | null {
  return trueAt !== null && now - trueAt > CLOCK_JUMP_MAX_MS ? { trueAt, now } : null;
}

/** How much would be removed, or was. Bytes are approximate. */
export type Going = { readonly rows: number; readonly bytes: number };

/** The result of a removal or its dry run. */
export type RetentionReport = {
  readonly going: Readonly<Record<RetentionKind, Going>>;
  /** The size of the database afterwards, without free pages; null if no limit is set. */
  readonly size: { readonly limitBytes: number; readonly usedBytes: number } | null;
  readonly isDryRun: boolean;
  readonly isCancelled: boolean;
  /** Set if the clock may have jumped, and then nothing was removed. */
  readonly clockJump: ClockJump | null;
};

/** Returns true if any rule removes anything. */
export function hasRules(rules: RetentionRules): boolean {
  return retentionRulesSchema.keyof().options.some((rule) => rules[rule] > 0);
}

/** Returns the instant before which data of a kind is removed; null if none is. */
export function cutoffOf(kind: RetentionKind, rules: RetentionRules, now: number): number | null {
  const keptDays = rules[RULE_OF_KIND[kind]];
  return keptDays === 0 ? null : now - keptDays * DAY_MS;
}

/** Adds up what is removed, over all kinds. */
export function totalOf({ going }: Pick<RetentionReport, "going">): Going {
  return RETENTION_KINDS.reduce(
    (total, kind) => ({ rows: total.rows + going[kind].rows, bytes: total.bytes + going[kind].bytes }),
    { rows: 0, bytes: 0 },
  );
}

function days(kind: RetentionKind) {
  return z.union([z.literal(0), z.int().min(KEEP_DAYS_MIN[kind]).max(KEEP_DAYS_MAX)]).default(0);
}
