import { expect, test } from "vitest";
import { formatAge, formatDuration, formatInstant, formatOrdinal } from "./duration";

const MINUTE = 60_000;
const DAY = 86_400_000;

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [59_999, "59 s"],
  [MINUTE, "1 min"],
  [90_000, "1 min 30 s"],
  [3 * DAY + 4 * 60 * MINUTE + 59 * MINUTE, "3 d 4 h"],
  [DAY, "1 d"],
  [800 * DAY, "2 y 70 d"],
])("%i ms is %s", (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test("an age has one unit, also in the future", () => {
  expect(formatAge(0, 3 * DAY + 1)).toBe("3 d ago");
  expect(formatAge(1_000, 0)).toBe("just now");
  expect(formatAge(5 * MINUTE, 0)).toBe("in 5 min");
});

test("an instant is exact and in UTC", () => {
  expect(formatInstant(Date.UTC(2024, 0, 15, 12, 0, 5))).toBe("2024-01-15 12:00:05 UTC");
});

test("ordinals", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(formatOrdinal)).toEqual([
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "112th",
  ]);
});
