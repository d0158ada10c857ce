/** A preset of the snooze menu, and when it ends. */
export type SnoozePreset = { readonly words: string; readonly until: number };

const MORNING_HOUR = 9;
const MONDAY = 1;

/** Returns useful presets for an instant, in the time zone of this browser: mornings, rather than the same minute again. */
export function snoozePresets(now: number): SnoozePreset[] {
  const untilMonday = (MONDAY - new Date(now).getDay() + 7) % 7 || 7;
  const inHours = (hours: number) => now + hours * 3_600_000;
  return [
    { words: "3 hours", until: inHours(3) },
    { words: "Tomorrow", until: morningIn(now, 1) },
    { words: "3 days", until: morningIn(now, 3) },
    { words: "Monday", until: morningIn(now, untilMonday) },
    { words: "2 weeks", until: morningIn(now, 14) },
  ];
}

/** Returns the morning of a day such as "2026-02-28", in the reader's time zone; null if it isn't a day. */
export function morningOf(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date), MORNING_HOUR).getTime();
  return Number.isNaN(at) ? null : at;
}

function morningIn(now: number, days: number): number {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, MORNING_HOUR).getTime();
}
