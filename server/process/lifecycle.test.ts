import { afterEach, expect, test, vi } from "vitest";
import { beginStopping, onStopping } from "./lifecycle";

afterEach(() => {
  globalThis.relink?.clear();
});

test("a listener is called once on stopping, even if it subscribes after stopping began", async () => {
  const early = vi.fn();
  const late = vi.fn();
  onStopping(early);
  beginStopping();
  onStopping(late);
  await Promise.resolve();
  expect(early).toHaveBeenCalledTimes(1);
  expect(late).toHaveBeenCalledTimes(1);
});

test("a listener that unsubscribed is not called", async () => {
  const early = vi.fn();
  const late = vi.fn();
  onStopping(early)();
  beginStopping();
  onStopping(late)();
  await Promise.resolve();
  expect(early).not.toHaveBeenCalled();
  expect(late).not.toHaveBeenCalled();
});
