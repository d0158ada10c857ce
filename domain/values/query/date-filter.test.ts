import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantsOf, isDateFilter } from "./date-filter";

const NOW = Date.UTC(2026, 5, 15, 12);
const HOUR = 3_600_000;

describe("date filters", () => {
  test("presets count back from now", () => {
    expect(instantsOf("24h", "UTC", NOW)).toEqual({ from: NOW - 24 * HOUR, until: null });
    expect(instantsOf("over-30d", "UTC", NOW)).toEqual({ from: null, until: NOW - 30 * 24 * HOUR });
  });

  test("days begin and end in the operator's time zone", () => {
    expect(instantsOf("2026-01-01..2026-01-31", "Europe/Berlin", NOW)).toEqual({
      from: Date.parse("2026-01-01T00:00+01:00"),
      until: Date.parse("2026-02-01T00:00+01:00"),
    });
    expect(instantsOf("2026-07-01..", "America/New_York", NOW)).toEqual({
      from: Date.parse("2026-07-01T00:00-04:00"),
      until: null,
    });
    expect(instantsOf("..2026-12-31", "Pacific/Kiritimati", NOW)).toEqual({
      from: null,
      until: Date.parse("2027-01-01T00:00+14:00"),
    });
  });

  test("a day on which the clock changes has 23 or 25 hours", () => {
    const spring = instantsOf("2026-03-29..2026-03-29", "Europe/Berlin", NOW);
    const autumn = instantsOf("2026-10-25..2026-10-25", "Europe/Berlin", NOW);
    expect([spring, autumn].map((range) => ((range?.until ?? 0) - (range?.from ?? 0)) / HOUR)).toEqual([23, 25]);
  });

  test("a day whose midnight is skipped or repeated begins once", () => {
    // In Beirut the clock goes from 0:00 to 1:00 on 29 March 2026; in Azores it goes from 1:00 back to 0:00 on 25 October.
    expect(instantsOf("2026-03-29..", "Asia/Beirut", NOW)?.from).toBe(Date.parse("2026-03-29T01:00+03:00"));
    expect(instantsOf("2026-10-25..", "Atlantic/Azores", NOW)?.from).toBe(Date.parse("2026-10-25T00:00+00:00"));
    // In Paraguay (until 2024) the clock went from 0:00 back to 23:00: west of Greenwich.
    expect(instantsOf("2024-03-24..", "America/Asuncion", NOW)?.from).toBe(Date.parse("2024-03-24T00:00-04:00"));
    expect(instantsOf("2023-10-01..", "America/Asuncion", NOW)?.from).toBe(Date.parse("2023-10-01T01:00-03:00"));
  });

  test("the days of a zone follow one another without gap or overlap", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/St_Johns",
      "Asia/Beirut",
      "America/Asuncion",
      "Australia/Lord_Howe",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 20_000 }), (zone, dayNumber) => {
        const day = (offset: number) => new Date((dayNumber + 10 + offset) * 24 * HOUR).toISOString().slice(0, 10);
        const first = instantsOf(`${day(0)}..${day(0)}`, zone, NOW);
        const second = instantsOf(`${day(1)}..${day(1)}`, zone, NOW);
        expect(first?.until).toBe(second?.from);
        expect((first?.from ?? 0) < (first?.until ?? 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("an invalid date filters nothing", () => {
    for (const text of ["", "..", "yesterday", "2026-02-30..", "2026-13-01..", "0000-01-01..", "2026-01-01"]) {
      expect([text, isDateFilter(text)]).toEqual([text, false]);
      expect(instantsOf(text, "UTC", NOW)).toBeNull();
    }
  });
});
