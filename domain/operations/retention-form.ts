import {
  DATABASE_MB_MAX,
  DATABASE_MB_MIN,
  KEEP_DAYS_MAX,
  KEEP_DAYS_MIN,
  KIND_WORDS,
  RETENTION_KINDS,
  type RetentionRule,
  type RetentionRules,
  RULE_OF_KIND,
  retentionRulesSchema,
} from "./retention";

/** Why a form was refused, and what to do. */
export type RetentionProblem = { readonly problem: string };

/** Reads the rules from a form; an empty field means forever. Never throws. */
export function parseRetentionForm(form: Pick<FormData, "get">): { readonly rules: RetentionRules } | RetentionProblem {
  const given = retentionRulesSchema.keyof().options.map((rule) => [rule, numberOf(form.get(rule))] as const);
  const parsed = retentionRulesSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { rules: parsed.data };
  const rule = given.find(([name]) => parsed.error.issues.some((issue) => issue.path[0] === name))?.[0];
  return { problem: rule ? problemOf(rule) : "Review it again." };
}

function numberOf(value: unknown): number {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? 0 : Number(text);
}

function problemOf(rule: RetentionRule): string {
  const kind = RETENTION_KINDS.find((one) => RULE_OF_KIND[one] === rule);
  if (!kind) {
    return `The largest size of the database is a whole number of MB from ${DATABASE_MB_MIN} to ${DATABASE_MB_MAX}, or empty.`;
  }
  return `Days to keep ${KIND_WORDS[kind]}: a whole number from ${KEEP_DAYS_MIN[kind]} to ${KEEP_DAYS_MAX}, or empty forever.`;
}
