import fc from "fast-check";
import { expect, test } from "vitest";
import { readReceipt, receiptHeaders } from "./receipt";

test("a receipt survives its headers", () => {
  const receipts = fc.record({
    outcome: fc.constantFrom("stored" as const, "duplicate" as const, "counted" as const),
    eventId: fc.option(fc.integer({ min: 1 })),
    isRecognised: fc.boolean(),
  });
  fc.assert(
    fc.property(receipts, (receipt) => {
      expect(readReceipt(new Headers(receiptHeaders(receipt)))).toEqual(receipt);
    }),
  );
});

test("a response from something else has none", () => {
  expect(readReceipt(new Headers())).toBeNull();
  expect(readReceipt(new Headers({ "relink-outcome": "kept", "relink-recognised": "yes" }))).toBeNull();
});
