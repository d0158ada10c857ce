/** Runs once before the first request. The edge runtime, which has no file system, is left alone. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("./instrumentation-node");
  await boot();
}
