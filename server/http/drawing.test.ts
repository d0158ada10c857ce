import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { beginDrawing, isDrawing } from "./drawing";

beforeEach(() => {
  globalThis.relink?.delete("drawing");
  vi.useFakeTimers();
});

afterEach(() => {
  globalThis.relink?.delete("drawing");
  vi.useRealTimers();
});

/** What is looked at of an answer: that it ends. */
function answering(): EventEmitter {
  const response = new EventEmitter();
  beginDrawing(response);
  return response;
}

test("somebody waits for a page from its request to the end of the last answer", () => {
  expect(isDrawing()).toBe(false);
  const [one, another] = [answering(), answering()];
  expect(isDrawing()).toBe(true);
  one.emit("close");
  expect(isDrawing()).toBe(true);
  another.emit("close");
  expect(isDrawing()).toBe(false);
});

test("a stream that stays open counts no longer than a page would", () => {
  const stream = answering();
  vi.advanceTimersByTime(1_000);
  expect(isDrawing()).toBe(false);
  stream.emit("close");
  expect(isDrawing()).toBe(false);
});
