/** Answers what is aborted when this program is told to end, once: told a second time, it ends at once. */
export function toldToEnd(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
