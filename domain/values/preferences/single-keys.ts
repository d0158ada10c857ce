/** Reads the setting of single-key shortcuts, which are on unless switched off. */
export function parseSingleKeys(value: unknown): boolean {
  return value !== "off";
}
