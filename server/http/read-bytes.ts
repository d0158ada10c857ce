import { clock } from "@/clock";
import { processWide } from "@/server/process/process-wide";

/** A request as both the framework and node:http can provide it: its headers, and its body in pieces. */
export type RequestParts = {
  readonly headers: Headers;
  readonly body: { readonly getReader: () => PieceReader } | null;
};

type PieceReader = {
  /** Resolves to the next piece, without a value at the end. */
  readonly read: () => Promise<{ readonly value?: Uint8Array | undefined }>;
  readonly cancel: () => Promise<unknown>;
};

export type BytesRead =
  | { readonly ok: true; readonly body: Uint8Array }
  | { readonly ok: false; readonly refusal: BytesRefusal; readonly bytes: number | null };
export type BytesRefusal = "too_large" | "incomplete_body" | "too_slow" | "crowded";

/** The memory shared by bodies that are still arriving. */
type Pool = { heldBytes: number; readonly bytesMax: number };

/** `pool` defaults to the one for deliveries. */
type Limits = { readonly bytesMax: number; readonly secondsMax: number; readonly pool?: Pool };

/** A body this small is always read, however full the pool is. */
const SMALL_BYTES = 4 * 1024;

const deliveries = () => processWide("delivery bytes", () => poolOf(64 * 1024 * 1024));

export function poolOf(bytesMax: number): Pool {
  return { heldBytes: 0, bytesMax };
}

/**
 * Reads the exact bytes of a request's body. Stops as soon as it is, or declares to be, too large, takes too long, or is large
 * while the pool is full.
 */
export async function readBytes(
  { headers, body }: RequestParts,
  { bytesMax, secondsMax, pool = deliveries() }: Limits,
): Promise<BytesRead> {
  const declared = Number(headers.get("content-length") ?? 0);
  if (declared > bytesMax) return { ok: false, refusal: "too_large", bytes: declared };
  if (body === null) return { ok: true, body: Buffer.alloc(0) };
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const stop = (refusal: BytesRefusal): BytesRead => {
    // Not awaited: it may not settle until the sender hangs up.
    reader.cancel().catch(() => {});
    return { ok: false, refusal, bytes };
  };
  const { passed, forget } = deadlineIn(secondsMax);
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), passed]);
      if (read === "late") return stop("too_slow");
      if (read.value === undefined) return { ok: true, body: Buffer.concat(pieces) };
      bytes += read.value.length;
      pool.heldBytes += read.value.length;
      if (bytes > bytesMax) return stop("too_large");
      if (bytes > SMALL_BYTES && pool.heldBytes > pool.bytesMax) return stop("crowded");
      pieces.push(read.value);
    }
  } catch {
    return { ok: false, refusal: "incomplete_body", bytes };
  } finally {
    forget();
    pool.heldBytes -= bytes;
  }
}

function deadlineIn(seconds: number): { readonly passed: Promise<"late">; readonly forget: () => void } {
  let forget = () => {};
  const passed = new Promise<"late">((resolve) => {
    const timer = clock.setTimeout(() => resolve("late"), seconds * 1000);
    forget = () => clock.clearTimeout(timer);
  });
  return { passed, forget };
}
