import { processWide } from "@/server/process/process-wide";
import { answerError } from "./answer";
import { type BytesRefusal, poolOf, readBytes } from "./read-bytes";

/** The framework's own limit for server actions. */
const BODY_BYTES_MAX = 1024 * 1024;
const BODY_SECONDS_MAX = 30;
/** Separate from the deliveries' memory, so that forms which nobody finishes never keep a delivery out. */
const pool = () => processWide("form bytes", () => poolOf(32 * 1024 * 1024));

const ANSWERS: Record<BytesRefusal, { readonly status: number; readonly message: string }> = {
  too_large: { status: 413, message: `The body is larger than ${BODY_BYTES_MAX / 1024} KiB.` },
  incomplete_body: { status: 400, message: "The body ended before it was complete." },
  too_slow: { status: 408, message: "The body did not arrive in time. Send it again." },
  crowded: { status: 503, message: "Too much is being received at once. Send it again in a moment." },
};

/**
 * Refuses a form that is larger than 1 MiB, declared or not, takes longer than 30 seconds, or finds no free memory. Returns null
 * if it may go on; the body stays unread for the framework. Anyone can send one without being signed in.
 */
export async function refuseForm(request: Request): Promise<Response | null> {
  if (request.body === null) return null;
  const { headers } = request;
  const limits = { bytesMax: BODY_BYTES_MAX, secondsMax: BODY_SECONDS_MAX, pool: pool() };
  const read = await readBytes({ headers, body: request.clone().body }, limits);
  if (read.ok) return null;
  if (read.refusal === "too_large" && isBrowserForm(headers)) {
    const location = new URL("/doctor?too_large=1", request.url).href;
    return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
  }
  const { status, message } = ANSWERS[read.refusal];
  return answerError(status, { error: read.refusal, message }, { connection: "close" });
}

/** Returns true for a form from a browser without scripts: it declares its length, and shows the response. */
function isBrowserForm(headers: Headers): boolean {
  const isForm = headers.get("content-type")?.startsWith("multipart/form-data") === true;
  return isForm && headers.has("content-length") && !headers.has("next-action");
}
