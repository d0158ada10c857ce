import type { ActContent } from "./case-act";

/** Returns the form fields of an act, for scripts to send. */
export function actFields(act: ActContent): [name: string, value: string][] {
  const { kind, ...rest } = act;
  const fields = Object.entries(rest).map(([name, value]): [string, string] => [name, fieldText(name, value)]);
  return [["kind", kind], ...fields];
}

function fieldText(name: string, value: string | number | null): string {
  if (value !== null) return String(value);
  return { until: "opened", to: "0" }[name] ?? "";
}
