/** Returns a signal that aborts when this program is asked to stop. A second request ends it at once. */
export function toldToEnd(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
