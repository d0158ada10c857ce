const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** A size for people: "512 bytes", "1.4 MB", "23 GB". */
export function formatBytes(bytes: number): string {
  const exponent = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const size = bytes / 1000 ** exponent;
  const digits = exponent > 0 && size < 9.95 ? 1 : 0;
  return `${size.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${UNITS[exponent]}`;
}
