import { z } from "zod";

/** What is removed when it is old. */
export const RETENTION_KINDS = ["events", "unread", "repeats", "hours", "audit"] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const DAY_MS = 86_400_000;
/**
 * OFAuth's retries end after a day and a half, and its log of deliveries, from which they can be sent again, after seven days. An
 * event that is removed sooner would come back as a new one.
 */
export const REDELIVERED_DAYS = 7;
/** Kept at least so long, in days. A trigger in the database holds the same of the audit log. */
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

/** For how many days each kind is kept, and how large the database may become; 0: forever, as large as it likes. */
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

/** The rule of each kind. */
export const RULE_OF_KIND = {
  events: "keepEventsDays",
  unread: "keepUnreadDays",
  repeats: "keepRepeatsDays",
  hours: "keepHoursDays",
  audit: "keepAuditDays",
} as const satisfies Record<RetentionKind, RetentionRule>;

/** What each kind is, in words that go on from "Keep". */
export const KIND_WORDS: Readonly<Record<RetentionKind, string>> = {
  events: "superseded events",
  unread: "quarantine and signing rules",
  repeats: "records of repeated deliveries",
  hours: "deliveries and refusals by the hour",
  audit: "the audit log",
};

/** A clock that is further ahead than this of the last time that is known to be true may have jumped: nothing is removed by it. */
export const CLOCK_JUMP_MAX_MS = 14 * DAY_MS;

/** A clock that may have jumped ahead. */
export type ClockJump = {
  /** The last time that is known to be true. */
  readonly trueAt: number;
  readonly now: number;
};

/** Returns whether the clock may have jumped; null if it hasn't, or if nothing is known to compare it with. */
export function clockJumpSince(trueAt: number | null, now: number): ClockJump | null {
  return trueAt !== null && now - trueAt > CLOCK_JUMP_MAX_MS ? { trueAt, now } : null;
}

/** How much would go, or went. Bytes are about right. */
export type Going = { readonly rows: number; readonly bytes: number };

/** What a removal found, or did. */
export type RetentionReport = {
  readonly going: Readonly<Record<RetentionKind, Going>>;
  /** How large the database is afterwards, without what is free in it; null where no size is set. */
  readonly size: { readonly limitBytes: number; readonly usedBytes: number } | null;
  readonly isDryRun: boolean;
  readonly isCancelled: boolean;
  /** Set if the clock may have jumped: then nothing was removed. */
  readonly clockJump: ClockJump | null;
};

/** Whether anything is ever removed. */
export function hasRules(rules: RetentionRules): boolean {
  return retentionRulesSchema.keyof().options.some((rule) => rules[rule] > 0);
}

/** What is older than this instant goes; null: nothing does. */
export function cutoffOf(kind: RetentionKind, rules: RetentionRules, now: number): number | null {
  const keptDays = rules[RULE_OF_KIND[kind]];
  return keptDays === 0 ? null : now - keptDays * DAY_MS;
}

/** All that goes, of every kind. */
export function totalOf({ going }: Pick<RetentionReport, "going">): Going {
  return RETENTION_KINDS.reduce(
    (total, kind) => ({ rows: total.rows + going[kind].rows, bytes: total.bytes + going[kind].bytes }),
    { rows: 0, bytes: 0 },
  );
}

function days(kind: RetentionKind) {
  return z.union([z.literal(0), z.int().min(KEEP_DAYS_MIN[kind]).max(KEEP_DAYS_MAX)]).default(0);
}
