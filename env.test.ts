import path from "node:path";
import { expect, test } from "vitest";
import { explainedVariables } from "@/testing/env-example";
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

test("setting a folder or an interval turns backups on", () => {
  const backupsOf = (given: Record<string, string>) => readEnvironment({ RELINK_DATA_DIR: "/data", ...given }).backups;
  expect(backupsOf({})).toEqual({ folder: "/data/backups", everyHours: null, keep: 7 });
  expect(backupsOf({ RELINK_BACKUP_DIR: "/other" })).toEqual({ folder: "/other", everyHours: 24, keep: 7 });
  expect(backupsOf({ RELINK_BACKUP_HOURS: "6", RELINK_BACKUP_KEEP: "3" })).toMatchObject({ everyHours: 6, keep: 3 });
  expect(backupsOf({ RELINK_BACKUP_DIR: "/other", RELINK_BACKUP_HOURS: "0" })).toMatchObject({ everyHours: null });
});

test("an empty variable counts as unset", () => {
  expect(readEnvironment({ PORT: "", OFAUTH_WEBHOOK_SECRET: " ", RELINK_PUBLIC_URL: "" })).toEqual(readEnvironment({}));
});

test("several secrets can be separated by commas, spaces or line breaks", () => {
  const { webhookSecrets } = readEnvironment({
    OFAUTH_WEBHOOK_SECRET: `${SECRET}, plain-secret-0123456789-of-tests\nwhsec_${"A".repeat(32)}`,
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

test("every problem is reported at once, by variable, and no secret with it", () => {
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

test.each(["ftp://x.example", "javascript:alert(1)", "https://"])("%s is not a public address", (url) => {
  expect(problemOf({ RELINK_PUBLIC_URL: url })).toContain("RELINK_PUBLIC_URL");
});

test("a metrics token that is too short is refused, and not shown", () => {
  const token = "0123456789abcdef";
  expect(readEnvironment({ RELINK_METRICS_TOKEN: token }).metricsToken).toBe(token);
  const problem = problemOf({ RELINK_METRICS_TOKEN: "shortish" });
  expect(problem).toContain("RELINK_METRICS_TOKEN: must have 16 characters or more");
  expect(problem).not.toContain("shortish");
});

test("traces go to the configured collector, with its headers", () => {
  expect(readEnvironment({}).traces).toBeNull();
  const traces = readEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
    OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Bearer%20abc, x-team=7",
  }).traces;
  expect(traces?.endpoint.href).toBe("http://127.0.0.1:4318/");
  expect(traces).toMatchObject({ serviceName: "relink", headers: { authorization: "Bearer abc", "x-team": "7" } });
  expect(problemOf({ OTEL_EXPORTER_OTLP_HEADERS: "no pairs" })).toContain("OTEL_EXPORTER_OTLP_HEADERS: must be pairs");
});

const WRONG: readonly (readonly [name: string, value: string, words: string])[] = [
  ["HOST", "http://127.0.0.1", "must be an address or a name of this machine"],
  ["HOST", "127.0.0.1:3000", "must be an address or a name of this machine"],
  ["HOST", "[::1]", "must be an address or a name of this machine"],
  ["HOST", "127.0.0.1 ::1", "must be an address or a name of this machine"],
  ["HOST", "256.0.0.1", "must be an address or a name of this machine"],
  ["PORT", "3000/tcp", "must be a whole number from 0 to 65535"],
  ["PORT", "65536", "must be a whole number from 0 to 65535"],
  ["RELINK_DATA_DIR", "~/relink", "must be a folder"],
  ["RELINK_DATA_DIR", "$" + "{HOME}/relink", "holds a variable"],
  ["RELINK_PUBLIC_URL", "https://$DOMAIN", "must be an address"],
  ["RELINK_PUBLIC_URL", "https:relink.example.com", "must be an address"],
  ["RELINK_DATA_DIR", "file:///var/lib/relink", "must be a folder"],
  ["RELINK_DATA_DIR", "data\nother", "must be a folder"],
  ["RELINK_BACKUP_DIR", "s3://bucket/relink", "must be a folder"],
  ["RELINK_BACKUP_DIR", "$HOME/backups", "must be a folder"],
  ["RELINK_BACKUP_HOURS", "24h", "must be a whole number from 0 to 8784"],
  ["RELINK_BACKUP_KEEP", "0", "must be a whole number from 1 to 1000"],
  ["RELINK_PUBLIC_URL", "https://relink.example.com/app", "without a path"],
  ["RELINK_PUBLIC_URL", "https://relink.example.com/?a=b", "without a path"],
  ["RELINK_PUBLIC_URL", "https://relink.example.com?", "without a path"],
  ["RELINK_PUBLIC_URL", "https://relink.example.com/#top", "without a path"],
  ["RELINK_PUBLIC_URL", "https://ana:s3cret@relink.example.com", "without a user name or password"],
  ["RELINK_PUBLIC_URL", "https://ana@relink.example.com", "without a user name or password"],
  ["OFAUTH_API_URL", "https://api.ofauth.com/v2", "without a path"],
  ["OFAUTH_API_URL", "https://key:s3cret@api.ofauth.com", "without a user name or password"],
  ["RELINK_OIDC_ISSUER", "https://login.example.com/tenant?x=1", "without a query"],
  ["RELINK_OIDC_ISSUER", "https://id:s3cret@login.example.com", "without a user name or password"],
  ["RELINK_LEAKED_PASSWORDS_URL", "https://api.pwnedpasswords.com/range", 'must end with "/"'],
  ["RELINK_LEAKED_PASSWORDS_URL", "https://api.pwnedpasswords.com/range/?mode=ntlm", "without a query"],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318/v1/traces", 'without "/v1/traces"'],
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318?key=s3cret", "without a query"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc%0d%0ahost=other", "must be pairs"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "authorization=%e2%80%a6", "must be pairs"],
  ["OTEL_SERVICE_NAME", "relink\nother", "must be one line"],
  ["RELINK_ADMIN_EMAIL", "ana", "must be an e-mail address"],
  ["RELINK_ADMIN_EMAIL", "Ana <ana@example.com>", "must be an e-mail address"],
  ["RELINK_ADMIN_EMAIL", "<ana@example.com>", "must be an e-mail address"],
  ["RELINK_ADMIN_EMAIL", "mailto:ana@example.com", "must be an e-mail address"],
  ["RELINK_ADMIN_EMAIL", "ana@example.com,", "must be an e-mail address"],
  ["RELINK_TRUSTED_PROXIES", "10.0.0.0/8,proxy", "must be addresses or networks such as 10.0.0.0/8"],
  ["RELINK_TRUSTED_PROXIES", "10.0.0.0/33", "must be addresses or networks such as 10.0.0.0/8"],
  ["RELINK_TRUSTED_PROXIES", "fe80::1%eth0", "must be addresses or networks such as 10.0.0.0/8"],
  ["RELINK_OIDC_NAME", "Single\nsign-on", "must be one line"],
  ["RELINK_OIDC_DOMAINS", "example.com @example.org", "must be domains"],
  ["RELINK_OIDC_DOMAINS", "ana@example.com", "must be domains"],
  ["RELINK_OIDC_DOMAINS", "*.example.com", "must be domains"],
  ["RELINK_OIDC_DOMAINS", "https://example.com", "must be domains"],
  ["RELINK_OIDC_TRUST_EMAIL", "true", 'must be "yes" or "no"'],
  ["OFAUTH_API_KEY", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "must be the key as OFAuth shows it"],
  ["OFAUTH_API_KEY", "Bearer sk_live_abc", "must be the key as OFAuth shows it"],
  ["OFAUTH_API_KEY", "sk_live_...", "must be the key as OFAuth shows it"],
  ["OFAUTH_CLIENT_APP_ID", "app_...", "must be the id of a client app"],
  ["RELINK_METRICS_TOKEN", "two words of a long token", "must be letters, digits and signs without spaces"],
  ["RELINK_METRICS_TOKEN", "Bearer-0123456", "must have 16 characters or more"],
  ["OFAUTH_WEBHOOK_SECRET", ",", "must hold a secret"],
  ["RELINK_TRUSTED_PROXIES", ",", "must be addresses or networks such as 10.0.0.0/8"],
  ["RELINK_OIDC_DOMAINS", ",", "must be domains"],
  ["RELINK_OIDC_DOMAINS", "example..com", "must be domains"],
  ["RELINK_ADMIN_EMAIL", "ana@example.com.", "must be an e-mail address"],
  ["RELINK_ADMIN_EMAIL", "ana@-", "must be an e-mail address"],
  ["HOST", "-H", "must be an address or a name of this machine"],
  ["RELINK_DATA_DIR", "data/*", "must be a folder"],
  ["LOG_LEVEL", "INFO", "must be one of debug, info, warn, error, silent"],
];

test.each(WRONG)("%s=%j stops the start with a sentence that names it once", (name, value, words) => {
  const other = name === "RELINK_ADMIN_EMAIL" ? { RELINK_ADMIN_PASSWORD: "a long sentence" } : {};
  const problem = problemOf({ [name]: value, ...other });
  expect(problem).toMatch(new RegExp(`^  ${name}: `, "m"));
  expect(problem.split(`${name}: `)).toHaveLength(2);
  expect(problem).toContain(words);
  expect(problem).not.toMatch(/s3cret|Invalid|MDEyMzQ1/);
});

const VARIABLES = explainedVariables();

test.each(VARIABLES)("%s stops the start if quotes or a comment are left in its value, and doesn't show it", (name) => {
  for (const value of ['"s3cret-value"', "'s3cret-value", 's3cret-value"', "`s3cret-value`"])
    expect(problemOf({ [name]: value })).toMatch(new RegExp(`^  ${name}: begins or ends with a quote`, "m"));
  for (const value of ["s3cret-value # a comment", "s3cret-value\t#comment", "# nothing yet"])
    expect(problemOf({ [name]: value })).toMatch(new RegExp(`^  ${name}: has a comment`, "m"));
  expect(problemOf({ [name]: '"s3cret-value" # a comment' })).not.toContain("s3cret");
});

test("valid settings are accepted, also with spaces and line ends around them", () => {
  const settings = readEnvironment({
    HOST: " ::1 ",
    PORT: "8080\r",
    RELINK_DATA_DIR: "/var/lib/relink data\r\n",
    OFAUTH_WEBHOOK_SECRET: `${SECRET}\n`,
    RELINK_PUBLIC_URL: "https://relink.example.com/ ",
    RELINK_ADMIN_EMAIL: "Ana.O'Neil+relink@example.com",
    RELINK_ADMIN_PASSWORD: "a long sentence that's mine: a#1 ",
    RELINK_TRUSTED_PROXIES: "loopback, 10.0.0.0/8 fd00::/8",
    RELINK_OIDC_ISSUER: "https://login.example.com/tenant/v2.0",
    RELINK_OIDC_CLIENT_ID: "relink",
    RELINK_OIDC_CLIENT_SECRET: "a#b",
    RELINK_OIDC_DOMAINS: "Example.com, bücher.example",
    OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com/otlp",
  });
  expect(settings).toMatchObject({ host: "::1", port: 8080, dataDir: "/var/lib/relink data" });
  expect(settings.firstAdmin).toEqual({
    email: "ana.o'neil+relink@example.com",
    password: "a long sentence that's mine: a#1",
  });
  expect(settings.trustedProxies).toEqual(["loopback", "10.0.0.0/8", "fd00::/8"]);
  expect(settings.openId?.domains).toEqual(["example.com", "bücher.example"]);
});

const OPEN_ID = {
  RELINK_PUBLIC_URL: "https://relink.example.com",
  RELINK_OIDC_CLIENT_ID: "relink",
  RELINK_OIDC_CLIENT_SECRET: "secret",
};

test.each([
  "http://login.example.com",
  "http://10.0.0.7:8080/realms/team",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
  "http://[::2]",
  "http://0.0.0.0",
])("an issuer such as %s is refused at the start: over http it could be anyone", (issuer) => {
  expect(problemOf({ ...OPEN_ID, RELINK_OIDC_ISSUER: issuer })).toContain("RELINK_OIDC_ISSUER: must begin with https:");
});

test.each([
  "https://login.example.com/",
  "http://127.0.0.1:9000",
  "http://localhost:9000/realms/team",
  "http://idp.localhost",
  "http://[::1]:9000",
  "http://127.8.9.10",
])("an issuer such as %s is accepted", (issuer) => {
  expect(problemOf({ ...OPEN_ID, RELINK_OIDC_ISSUER: issuer })).toBe("");
});

test("unconfirmed addresses are not trusted from an Entra issuer that serves every tenant", () => {
  for (const tenants of ["common", "organizations", "consumers"]) {
    const issuer = `https://login.microsoftonline.com/${tenants}/v2.0`;
    const given = { ...OPEN_ID, RELINK_OIDC_ISSUER: issuer, RELINK_OIDC_TRUST_EMAIL: "yes" };
    expect(problemOf(given)).toContain("RELINK_OIDC_TRUST_EMAIL: must be no for an issuer that serves every tenant");
    expect(problemOf({ ...given, RELINK_OIDC_TRUST_EMAIL: "no" })).toBe("");
  }
});

test("a setting without effect stops the start, naming the variable it needs", () => {
  for (const name of ["RELINK_OIDC_CLIENT_ID", "RELINK_OIDC_CLIENT_SECRET", "RELINK_OIDC_DOMAINS"])
    expect(problemOf({ [name]: "relink" })).toContain("RELINK_OIDC_ISSUER: must be set too");
  expect(problemOf({ OFAUTH_CLIENT_APP_ID: "app_abc" })).toContain("OFAUTH_API_KEY: must be set too");
});
