export type LogParams = Readonly<Record<string, string | string[] | undefined>>;

/** A form's two days as the range that a list's address holds; they win over a preset. */
export function readDays(params: LogParams, name: "received" | "occurred" | "when"): LogParams {
  const { first_day, last_day, ...rest } = params;
  const days = [first_day, last_day].map((day) => (typeof day === "string" ? day : ""));
  return days.some((day) => day !== "") ? { ...rest, [name]: days.join("..") } : rest;
}

/** The event that an address points at; null where it points at none. */
export function readEventNumber({ event }: LogParams): number | null {
  return typeof event === "string" && /^\d{1,15}$/.test(event) ? Number(event) : null;
}
