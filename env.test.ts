import path from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "./env";

const SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

function problemOf(variables: Record<string, string>): string {
  try {
    readEnvironment(variables);
    return "";
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

test("nothing has to be set", () => {
  const settings = readEnvironment({});
  expect(settings).toMatchObject({ host: "127.0.0.1", port: 3000, webhookSecrets: [], signatureToleranceSeconds: 300 });
  expect(settings.dataDir).toBe(path.resolve("data"));
  expect(settings.databaseUrl.href).toMatch(/^file:.*\/data\/relink\.db$/);
  expect(settings.publicUrl).toBeNull();
});

test("naming a folder or an interval turns backups on", () => {
  const backupsOf = (given: Record<string, string>) => readEnvironment({ RELINK_DATA_DIR: "/data", ...given }).backups;
  expect(backupsOf({})).toEqual({ folder: "/data/backups", everyHours: null, keep: 7 });
  expect(backupsOf({ RELINK_BACKUP_DIR: "/other" })).toEqual({ folder: "/other", everyHours: 24, keep: 7 });
  expect(backupsOf({ RELINK_BACKUP_HOURS: "6", RELINK_BACKUP_KEEP: "3" })).toMatchObject({ everyHours: 6, keep: 3 });
  expect(backupsOf({ RELINK_BACKUP_DIR: "/other", RELINK_BACKUP_HOURS: "0" })).toMatchObject({ everyHours: null });
});

test("a variable that is set to nothing counts as not set", () => {
  expect(readEnvironment({ PORT: "", OFAUTH_WEBHOOK_SECRET: " ", RELINK_PUBLIC_URL: "" })).toEqual(readEnvironment({}));
});

test("several secrets are separated by commas, spaces or lines", () => {
  const { webhookSecrets } = readEnvironment({
    OFAUTH_WEBHOOK_SECRET: `${SECRET}, plain-secret-of-the-tests\nwhsec_${"A".repeat(32)}`,
  });
  expect(webhookSecrets).toHaveLength(3);
});

test.each([
  `v1,${SECRET}`,
  `v1a ${SECRET}`,
  `${SECRET} # from the dashboard`,
  `"${SECRET}"`,
  `'${SECRET}, ${SECRET}'`,
  `whsec=${SECRET}`,
  "whsec_MDEyMzQ1Njc4OWFiY2RlZg==",
  "whsec_...",
  "x",
])("a webhook secret such as %j stops the start, and is not shown", (text) => {
  const problem = problemOf({ OFAUTH_WEBHOOK_SECRET: text });
  expect(problem).toContain("OFAUTH_WEBHOOK_SECRET: ");
  expect(problem).not.toContain("MDEyMzQ1");
});

test("every problem is told at once, by name, and no secret with it", () => {
  const problem = problemOf({
    PORT: "70000",
    OFAUTH_WEBHOOK_SECRET: `${SECRET} whsec_not*base64`,
    RELINK_SIGNATURE_TOLERANCE_SECONDS: "5m",
    RELINK_PUBLIC_URL: "relink.example.com",
    LOG_LEVEL: "verbose",
  });
  for (const text of [
    "PORT: must be a whole number from 0 to 65535",
    "OFAUTH_WEBHOOK_SECRET: secret 2 starts with",
    "RELINK_SIGNATURE_TOLERANCE_SECONDS: must be a whole number from 1 to 86400",
    'RELINK_PUBLIC_URL: must be an address such as "https://relink.example.com"',
    "LOG_LEVEL: must be one of debug, info, warn, error, silent",
  ]) {
    expect(problem).toContain(text);
  }
  expect(problem).not.toMatch(/MDEyMzQ1|not\*base64/);
});

test.each(["ftp://x.example", "javascript:alert(1)", "https://"])("%s is no public address", (url) => {
  expect(problemOf({ RELINK_PUBLIC_URL: url })).toContain("RELINK_PUBLIC_URL");
});

test("a token for the metrics is long, and never in the message where it is not", () => {
  const token = "0123456789abcdef";
  expect(readEnvironment({ RELINK_METRICS_TOKEN: token }).metricsToken).toBe(token);
  const problem = problemOf({ RELINK_METRICS_TOKEN: "shortish" });
  expect(problem).toContain("RELINK_METRICS_TOKEN: must have 16 characters or more");
  expect(problem).not.toContain("shortish");
});

test("traces go where a collector is named, with the headers that it wants", () => {
  expect(readEnvironment({}).traces).toBeNull();
  const traces = readEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20abc, x-team=7",
  }).traces;
  expect(traces?.endpoint.href).toBe("http://127.0.0.1:4318/");
  expect(traces).toMatchObject({ serviceName: "relink", headers: { authorization: "Bearer abc", "x-team": "7" } });
  expect(problemOf({ OTEL_EXPORTER_OTLP_HEADERS: "no pairs" })).toContain("OTEL_EXPORTER_OTLP_HEADERS: must be pairs");
});
