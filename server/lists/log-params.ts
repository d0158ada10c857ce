export type LogParams = Readonly<Record<string, string | string[] | undefined>>;

/** Joins a form's two days into the range used in a list's URL; they win over a preset. */
export function readDays(params: LogParams, name: "received" | "occurred" | "when"): LogParams {
  const { first_day, last_day, ...rest } = params;
  const days = [first_day, last_day].map((day) => (typeof day === "string" ? day : ""));
  return days.some((day) => day !== "") ? { ...rest, [name]: days.join("..") } : rest;
}

/** Returns the event id in a URL, or null if there is none. */
export function readEventNumber({ event }: LogParams): number | null {
  return typeof event === "string" && /^\d{1,15}$/.test(event) ? Number(event) : null;
}
