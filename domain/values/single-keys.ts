/** Single keys are on unless someone has switched them off. */
export function parseSingleKeys(value: unknown): boolean {
  return value !== "off";
}
