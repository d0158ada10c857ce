/** Returns a fault's name, such as SQLITE_FULL, and never its message, which may quote values. */
export function faultName(fault: unknown): string {
  if (!(fault instanceof Error)) return "unknown";
  if ("code" in fault && fault.code !== undefined) return String(fault.code);
  return fault.cause instanceof Error ? faultName(fault.cause) : fault.name;
}

/** Returns the digest under which a page shows a fault and the log has it; null if there is none. */
export function digestOf(fault: unknown): string | null {
  return fault instanceof Error && "digest" in fault ? String(fault.digest) : null;
}

/**
 * Makes the console print faults by name, digest and stack only. The framework prints their messages, which may quote what
 * someone typed.
 */
export function printFaultsWithoutMessages(to: Pick<Console, "error" | "warn"> = console): void {
  for (const level of ["error", "warn"] as const) {
    const print = to[level].bind(to);
    to[level] = (...said: unknown[]) => print(...said.map((one) => (one instanceof Error ? withoutMessage(one) : one)));
  }
}

function withoutMessage(fault: Error): string {
  const places = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const name = [faultName(fault), digestOf(fault)].filter((word) => word !== null).join(" ");
  return [name, ...places].join("\n");
}
