import { afterEach, expect, test, vi } from "vitest";
import { writeClipboard } from "./copy-button";

afterEach(() => vi.unstubAllGlobals());

test("where a browser forbids copying, a text that fails to come later is no further fault", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  vi.stubGlobal("ClipboardItem", class {});
  vi.stubGlobal("navigator", { clipboard: { write: () => Promise.reject(new Error("Not allowed")) } });
  let fail = (_: Error) => {};
  const text = new Promise<string>((_, reject) => {
    fail = reject;
  });
  await expect(writeClipboard(text)).rejects.toThrow("Not allowed");
  fail(new Error("No link"));
  await new Promise((resolve) => setTimeout(resolve));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
