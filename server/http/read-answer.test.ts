import { expect, test } from "vitest";
import { readAnswer } from "./read-answer";

/** A response whose pieces never end. */
function endless() {
  const seen = { pieces: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      seen.pieces += 1;
      controller.enqueue(new Uint8Array(100));
    },
    cancel() {
      seen.isCancelled = true;
    },
  });
  return { seen, response: new Response(body) };
}

test("a response is read whole up to the limit", async () => {
  expect(await readAnswer(new Response("Zoë"), 4)).toBe("Zoë");
  expect(await readAnswer(new Response("Zoë"), 3)).toBeNull();
  expect(await readAnswer(new Response(null), 3)).toBe("");
});

test("an endless response is cut off soon after the limit", async () => {
  const { seen, response } = endless();
  expect(await readAnswer(response, 1_000)).toBeNull();
  expect(seen.isCancelled).toBe(true);
  expect(seen.pieces).toBeLessThan(20);
});
