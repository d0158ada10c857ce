const UNITS = [
  { name: "y", ms: 365 * 86_400_000 },
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1_000 },
] as const;

/** Formats a duration in at most two units, rounded down: "3 d 4 h", "12 min", "0 s". */
export function formatDuration(ms: number, unitsMax: 1 | 2 = 2): string {
  const seconds = Math.max(0, Math.floor(ms / 1000)) * 1000;
  const first = UNITS.findIndex((unit) => seconds >= unit.ms);
  const unit = UNITS[first];
  if (!unit) return "0 s";
  const count = Math.floor(seconds / unit.ms);
  const smaller = UNITS[first + 1];
  const rest = smaller ? Math.floor((seconds - count * unit.ms) / smaller.ms) : 0;
  if (!smaller || rest === 0 || unitsMax === 1) return `${count} ${unit.name}`;
  return `${count} ${unit.name} ${rest} ${smaller.name}`;
}

/** Formats how long ago an instant was, in one unit: "just now", "3 d ago", or "in 5 min" for the future. */
export function formatAge(instant: number, now: number): string {
  const ms = now - instant;
  if (Math.abs(ms) < 5_000) return "just now";
  return ms > 0 ? `${formatDuration(ms, 1)} ago` : `in ${formatDuration(-ms, 1)}`;
}

/** Formats an exact instant for people and machines: "2024-01-15 12:00:00 UTC". */
export function formatInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Formats an ordinal: "1st", "2nd", "3rd", "11th". */
export function formatOrdinal(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13;
  const suffix = teen ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[count % 10] ?? "th");
  return `${count}${suffix}`;
}
