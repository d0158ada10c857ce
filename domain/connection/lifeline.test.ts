import fc from "fast-check";
import { expect, test } from "vitest";
import { lifelinesOf } from "./lifeline";

const turns = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 8 }).map((instants) =>
  instants
    .sort((a, b) => a - b)
    .map((from, index) => ({
      status: index % 2 === 0 ? "active" : "expired",
      from,
      eventId: index + 1,
      accountId: null,
    })),
);

test("the spans of a life are contiguous until now, on a line of length 1", () => {
  fc.assert(
    fc.property(fc.array(turns, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 2_000 }), (all, now) => {
      const lives = all.map((one, index) => ({ connectionId: `conn_${index}`, turns: one }));
      const { from, lines } = lifelinesOf(lives, now);
      expect(from).toBe(Math.min(now, ...all.flatMap((one) => one[0]?.from ?? [])));
      for (const [index, { spans }] of lines.entries()) {
        expect(spans.map((span) => span.eventId)).toEqual(all[index]?.map((turn) => turn.eventId));
        for (const [place, span] of spans.entries()) {
          expect(span.until).toBe(
            spans[place + 1]?.from ?? Math.max(now, ...all.flatMap((one) => one.at(-1)?.from ?? [])),
          );
          expect(span.share).toBeGreaterThanOrEqual(0);
          expect(span.start + span.share).toBeLessThanOrEqual(1.000001);
        }
      }
    }),
  );
});
