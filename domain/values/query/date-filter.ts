/** Presets that stay relative to now, in a saved view too. `over-30d`: more than 30 days ago. */
export const DATE_PRESETS = ["24h", "7d", "30d", "over-30d"] as const;
export type DatePreset = (typeof DATE_PRESETS)[number];

/** From one instant, up to but excluding another; null means open. */
export type InstantRange = { readonly from: number | null; readonly until: number | null };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGES_MS: Record<DatePreset, number> = {
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
  "over-30d": 30 * DAY_MS,
};
/** "2026-01-01..2026-01-31": whole days, both inclusive; one of them may be missing. */
const DAYS = /^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/;

/** Parses a filter's range of days, each as "2026-01-31"; null if the text isn't one. */
export function parseDays(text: string): { readonly first: string | null; readonly last: string | null } | null {
  const [, first = null, last = null] = DAYS.exec(text) ?? [];
  const days = [first, last].filter((day) => day !== null);
  return days.length > 0 && days.every(isDay) ? { first, last } : null;
}

export function isDatePreset(text: string): text is DatePreset {
  return DATE_PRESETS.some((preset) => preset === text);
}

/** Returns true if a text is a preset or a range of days. */
export function isDateFilter(text: string): boolean {
  return isDatePreset(text) || parseDays(text) !== null;
}

/** Returns the range of instants of a filter, with days as in the time zone; null if it filters nothing. */
export function instantsOf(filter: string, zone: string, now: number): InstantRange | null {
  if (isDatePreset(filter)) {
    const edge = now - AGES_MS[filter];
    return filter === "over-30d" ? { from: null, until: edge } : { from: edge, until: null };
  }
  const days = parseDays(filter);
  if (!days) return null;
  return {
    from: days.first === null ? null : beginningOf(days.first, zone),
    until: days.last === null ? null : beginningOf(dayAfter(days.last), zone),
  };
}

/** Returns true if this runtime knows a time zone such as "Europe/Berlin". */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * Returns the first instant of a day. If the clock goes forward at midnight that is one o'clock; if it goes back, the later of
 * the two midnights. So both offsets around it are tried.
 */
function beginningOf(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map((at) => midnight - offsetAt(at, zone));
  return Math.min(...candidates.filter((at) => localDay(at, zone) === day), Math.max(...candidates));
}

/** Returns how far a zone's clock is ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const local = `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`;
  return Date.parse(local) - Math.floor(at / 1000) * 1000;
}

function localDay(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** Accepts days that exist, in years that a person may mean. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return day >= "1970-01-02" && day < "2200" && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
