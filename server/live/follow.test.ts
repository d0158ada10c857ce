import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { revisions } from "@/db/sqlite/file/revisions";
import { beginStopping } from "@/server/process/lifecycle";
import { runs } from "@/testing/runs";
import { follow } from "./follow";

const RUNS = runs(300);

afterEach(() => {
  vi.useRealTimers();
  globalThis.relink?.clear();
});

/** An open stream and the things that can happen to it. */
function openStream() {
  globalThis.relink?.clear();
  const { advance, ...changes } = revisions();
  const browser = new AbortController();
  const decoder = new TextDecoder();
  const sent: string[] = [];
  let listeners = 0;
  let closings = 0;
  const counted: typeof changes = {
    ...changes,
    subscribe: (listener) => {
      const stop = changes.subscribe(listener);
      listeners += 1;
      return () => {
        listeners -= 1;
        stop();
      };
    },
  };
  const controller = {
    enqueue: (bytes?: Uint8Array) => {
      if (closings > 0) throw new TypeError("Invalid state: Controller is already closed");
      sent.push(decoder.decode(bytes));
    },
    close: () => {
      closings += 1;
    },
  };
  const cancel = follow(counted, controller, browser.signal);
  return {
    commit: () => advance("events"),
    aSecond: () => void vi.advanceTimersByTime(1_000),
    aMinute: () => void vi.advanceTimersByTime(60_000),
    leave: () => browser.abort(),
    cancel,
    stop: () => beginStopping(),
    isOver: () => closings > 0,
    revision: () => `data: ${JSON.stringify(changes.revision())}\n\n`,
    lastSent: () => sent.findLast((text) => text.startsWith("data:")),
    sent,
    left: () => ({ listeners, closings, timers: vi.getTimerCount() }),
  };
}

test("however commits, pauses and ends interleave, a stream misses no revision, and sends and keeps nothing after its end", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  const happenings = fc.array(fc.constantFrom("commit", "commit", "aSecond", "aMinute", "leave", "cancel", "stop"), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), happenings, async (scheduler, names) => {
      const stream = openStream();
      for (const name of names as ("commit" | "aSecond" | "aMinute" | "leave" | "cancel" | "stop")[]) {
        void scheduler.schedule(Promise.resolve(), name).then(() => {
          const before = stream.sent.length;
          const wasOver = stream.isOver();
          stream[name]();
          if (wasOver) expect(stream.sent).toHaveLength(before);
        });
      }
      await scheduler.waitIdle();
      if (!stream.isOver()) {
        stream.aSecond();
        expect(stream.lastSent()).toBe(stream.revision());
        stream.leave();
      }
      expect(stream.left()).toEqual({ listeners: 0, closings: 1, timers: 0 });
    }),
    { numRuns: RUNS },
  );
});

test("a stream that opens while the process is stopping is closed at once, and keeps nothing", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  globalThis.relink?.clear();
  beginStopping();
  const sent: unknown[] = [];
  const controller = { enqueue: (bytes?: Uint8Array) => void sent.push(bytes), close: () => {} };
  follow(revisions(), controller, new AbortController().signal);
  expect(sent).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
