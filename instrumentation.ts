import type { Instrumentation } from "next";

/** Runs once before the first request. The edge runtime, which has no file system, is left alone. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("./instrumentation-node");
  await boot();
}

/** Runs for each page, action and route that fails. */
export const onRequestError: Instrumentation.onRequestError = async (fault, _request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportFault } = await import("./instrumentation-node");
  reportFault(fault, context);
};
