import { describe, expect, test } from "vitest";
import { cutoffOf, DAY_MS, hasRules, retentionRulesSchema } from "./retention";
import { parseRetentionForm } from "./retention-form";

const form = (values: Readonly<Record<string, string>>) => ({ get: (name: string) => values[name] ?? null });

test("by default everything is kept forever", () => {
  const rules = retentionRulesSchema.parse({});
  expect(hasRules(rules)).toBe(false);
  expect(cutoffOf("events", rules, 9e15)).toBeNull();
  expect(hasRules({ ...rules, databaseMaxMb: 100 })).toBe(true);
});

test("data is removed when it is older than its days", () => {
  const rules = retentionRulesSchema.parse({ keepEventsDays: 30 });
  expect(cutoffOf("events", rules, 100 * DAY_MS)).toBe(70 * DAY_MS);
  expect(cutoffOf("audit", rules, 100 * DAY_MS)).toBeNull();
});

describe("a form of rules", () => {
  test("is parsed, with empty fields as forever", () => {
    const parsed = parseRetentionForm(form({ keepEventsDays: " 365 ", keepAuditDays: "", databaseMaxMb: "2000" }));
    expect(parsed).toEqual({
      rules: { ...retentionRulesSchema.parse({}), keepEventsDays: 365, databaseMaxMb: 2_000 },
    });
  });

  test.each([
    ["keepEventsDays", "6", "Days to keep superseded events: a whole number from 7"],
    ["keepAuditDays", "364", "Days to keep the audit log: a whole number from 365"],
    ["keepUnreadDays", "1.5", "Days to keep quarantine and signing rules: a whole number from 30"],
    ["keepHoursDays", "soon", "Days to keep deliveries and refusals by the hour"],
    ["databaseMaxMb", "1", "The largest size of the database is a whole number of MB from 5"],
  ])("with %s as %s gets a message about what to do", (rule, value, problem) => {
    expect(parseRetentionForm(form({ [rule]: value }))).toEqual({ problem: expect.stringContaining(problem) });
  });
});
