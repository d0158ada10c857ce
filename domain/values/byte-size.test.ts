import { expect, test } from "vitest";
import { formatBytes } from "./byte-size";

test("sizes have at most three digits", () => {
  expect([0, 999, 999.4, 999.6, 1_000, 999_999, 1_234_567, 99_960_000, 999_600_000, 12e9].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "999 B",
    "1.0 kB",
    "1.0 kB",
    "1.0 MB",
    "1.2 MB",
    "100 MB",
    "1.0 GB",
    "12.0 GB",
  ]);
});
