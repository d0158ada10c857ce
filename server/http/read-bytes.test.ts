import { afterEach, expect, test, vi } from "vitest";
import { readBytes } from "./read-bytes";

const LIMITS = { bytesMax: 256 * 1024, secondsMax: 10 };
const LARGE = new Uint8Array(200 * 1024);

afterEach(() => {
  vi.useRealTimers();
});

/** A request whose body comes in pieces, and ends only when the returned function is called. */
function sending(...pieces: Uint8Array[]): { readonly request: Request; readonly end: () => void } {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      end = () => controller.close();
    },
    cancel() {
      end = () => {};
    },
  });
  const init = { method: "POST", body, duplex: "half" } as const;
  return { request: new Request("http://relink.test/", init), end: () => end() };
}

test("a body is read from its pieces, in order", async () => {
  const { request, end } = sending(Buffer.from("one "), Buffer.from("two"));
  end();
  expect(await readBytes(request, LIMITS)).toEqual({ ok: true, body: Buffer.from("one two") });
  expect(await readBytes(new Request("http://relink.test/"), LIMITS)).toEqual({ ok: true, body: Buffer.from("") });
});

test("a body that grows too large is not read any further", async () => {
  const { request } = sending(LARGE, LARGE, LARGE);
  expect(await readBytes(request, LIMITS)).toEqual({ ok: false, refusal: "too_large", bytes: 400 * 1024 });
});

test("a body is not waited for past its deadline", async () => {
  vi.useFakeTimers();
  const reading = readBytes(sending(Buffer.from("half")).request, LIMITS);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(await Promise.race([reading, "still reading"])).toBe("still reading");
  await vi.advanceTimersByTimeAsync(1);
  expect(await reading).toEqual({ ok: false, refusal: "too_slow", bytes: 4 });
});

test("however much memory large unfinished bodies hold, small ones are read, and the memory is given back", async () => {
  const held = Array.from({ length: 400 }, () => sending(LARGE));
  const readings = held.map(({ request }) => readBytes(request, LIMITS));
  const event = sending(Buffer.from("{}"));
  event.end();
  expect(await readBytes(event.request, LIMITS)).toMatchObject({ ok: true });
  expect(await readBytes(sending(LARGE).request, LIMITS)).toMatchObject({ refusal: "crowded" });

  for (const { end } of held) end();
  const read = await Promise.all(readings);
  const kept = read.filter(({ ok }) => ok).length * LARGE.length;
  expect(kept).toBeGreaterThan(60 * 1024 * 1024);
  expect(kept).toBeLessThanOrEqual(64 * 1024 * 1024);

  const later = sending(LARGE);
  later.end();
  expect(await readBytes(later.request, LIMITS)).toMatchObject({ ok: true });
});
