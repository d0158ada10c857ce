import type { Instrumentation } from "next";

/** Runs once before the first request. Skips the edge runtime, which has no file system. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("./instrumentation-node");
  await boot();
}

/** Reports each failed page, action or route. */
export const onRequestError: Instrumentation.onRequestError = async (fault, _request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { reportFault } = await import("./instrumentation-node");
  reportFault(fault, context);
};
