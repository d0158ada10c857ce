import { expect, test } from "vitest";
import { misdatedWords } from "./step-words";

test("an event with an impossible time is marked with how far the time is off", () => {
  expect(misdatedWords(5 * 3_600_000)).toBe("Dated 5 h ahead; placed at its receipt.");
  expect(misdatedWords(-56 * 365 * 86_400_000)).toBe("Dated 56 y before its receipt; placed at its receipt.");
});
