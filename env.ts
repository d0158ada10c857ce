import { isIP } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { parseEmail } from "@/domain/access/person";
import {
  DEFAULT_TOLERANCE_SECONDS,
  findSecretProblem,
  parseWebhookSecret,
  type WebhookSecret,
} from "@/domain/intake/signature";
import { processWide } from "@/server/process/process-wide";

/** The settings from the environment. `.env.example` explains each variable. */
export type Environment = {
  readonly host: string;
  readonly port: number;
  /** A port for deliveries only, which PORT then refuses. Null: deliveries arrive on PORT. */
  readonly webhookPort: number | null;
  readonly dataDir: string;
  readonly databaseUrl: URL;
  /** Empty: deliveries get a 503 until a secret is set. */
  readonly webhookSecrets: readonly WebhookSecret[];
  readonly signatureToleranceSeconds: number;
  /** The deployment's public address. Null: the address the browser uses. */
  readonly publicUrl: URL | null;
  /** Created at a start without any people. Null: a set-up link is printed instead. */
  readonly firstAdmin: { readonly email: string; readonly password: string } | null;
  /** Addresses and networks whose forwarded headers are trusted. */
  readonly trustedProxies: readonly string[];
  /** Single sign-on. Null: there is none. */
  readonly openId: OpenIdSettings | null;
  /** Where to request reconnect sessions. Null: links say that they don't work yet. */
  readonly ofauth: OfauthSettings | null;
  /** Where to check whether a password has leaked, by the first five digits of its SHA-1. Null: nobody is asked. */
  readonly leakedPasswordsUrl: URL | null;
  /** The token Prometheus sends to read `/metrics`. Null: only this machine may. */
  readonly metricsToken: string | null;
  /** Where traces go. Null: none are made. */
  readonly traces: TraceSettings | null;
  readonly backups: BackupSettings;
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

export type BackupSettings = {
  readonly folder: string;
  /** Hours between automatic backups. Null: none. */
  readonly everyHours: number | null;
  /** How many backups to keep, newest first. */
  readonly keep: number;
};

export type OfauthSettings = {
  readonly apiKey: string;
  readonly apiUrl: URL;
  /** Null: OFAuth uses the first client app of the key's environment. */
  readonly clientAppId: string | null;
};

export type TraceSettings = {
  /** A collector that accepts OTLP over HTTP; `/v1/traces` is appended. */
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
};

export type OpenIdSettings = {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The name on the button. */
  readonly name: string;
  /** People with a confirmed e-mail address at these domains become viewers; others need an invitation. */
  readonly domains: readonly string[];
  /** True if addresses count as confirmed when the provider says nothing about them. */
  readonly trustsEmail: boolean;
};

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
const TOLERANCE_SECONDS_MAX = 86_400;
const METRICS_TOKEN_LENGTH_MIN = 16;
const DAY_HOURS = 24;
const PROXIES_WANTED = "must be addresses or networks such as 10.0.0.0/8, or the word loopback";
const ENTRA_EVERY_TENANT = /^https:\/\/login\.microsoftonline\.com\/(?:common|organizations|consumers)(?:\/|$)/i;
const DOMAINS_WANTED = "must be domains such as example.com";
const EMAIL_WANTED = "must be an e-mail address such as ana@example.com, and nothing else";

const words = z.string().transform((value) => value.split(/[\s,]+/).filter((word) => word !== ""));

const secrets = words.transform((entries, context) => {
  if (entries.length === 0) context.addIssue("must hold a secret");
  return entries.flatMap((entry, index) => {
    const secret = parseWebhookSecret(entry);
    if (secret) return [secret];
    context.addIssue(`secret ${index + 1} ${findSecretProblem(entry)}`);
    return [];
  });
});

/** An address or a network, such as 10.0.0.0/8. */
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.literal("loopback")], {
  error: PROXIES_WANTED,
});

const hostName = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^(?:\w[\w-]*\.)*(?!\d+$)\w[\w-]*$/.test(value),
    "must be an address or a name of this machine, such as 127.0.0.1, without scheme and port",
  );

const folder = z
  .string()
  .regex(
    /^(?![~%])(?!.*(?:[*?]|\$\w|[a-z][a-z\d]+:\/))\P{Cc}+$/u,
    'must be a folder such as /var/lib/relink, written out: without "~", "*" or variables, and no address',
  );

const oneLine = z.string().regex(/^\P{Cc}*$/u, "must be one line");
/** A label of a domain name, in any script. */
const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*`;
const domain = z.string().regex(new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, "u"), DOMAINS_WANTED);
const mailbox = z
  .string({ error: EMAIL_WANTED })
  .regex(new RegExp(`^[^<>()[\\]\\\\,;:"@]+@${LABEL}(?:\\.${LABEL})*$`, "u"), EMAIL_WANTED);

const yesOrNo = z.enum(["yes", "no"], { error: 'must be "yes" or "no"' }).transform((value) => value === "yes");

/** Pairs such as "authorization=Bearer%20abc", separated by commas, as in OpenTelemetry. */
const traceHeaders = z.string().transform((value, context) => {
  const pairs = value.split(",").map((pair) => /^\s*([\w-]+)\s*=\s*([\x21-\x7e]*)\s*$/.exec(pair) ?? []);
  const headers = pairs.flatMap(([, name, text = ""]) => {
    const decoded = decodeOrNull(text);
    return name === undefined || decoded === null || !/^[\x20-\x7e]*$/.test(decoded)
      ? []
      : [[name.toLowerCase(), decoded] as const];
  });
  if (headers.length === pairs.length) return Object.fromEntries(headers);
  context.addIssue('must be pairs such as "authorization=Bearer%20abc", separated by commas');
  return z.NEVER;
});

const schema = z.object({
  HOST: hostName.default("127.0.0.1"),
  PORT: wholeNumber(3000, 0, 65_535),
  RELINK_WEBHOOK_PORT: wholeNumberFrom(1, 65_535).optional(),
  RELINK_DATA_DIR: folder.default("./data"),
  OFAUTH_WEBHOOK_SECRET: secrets.default([]),
  RELINK_SIGNATURE_TOLERANCE_SECONDS: wholeNumber(DEFAULT_TOLERANCE_SECONDS, 1, TOLERANCE_SECONDS_MAX),
  RELINK_PUBLIC_URL: webAddress("origin").optional(),
  RELINK_ADMIN_EMAIL: z.string().transform(parseEmail).pipe(mailbox).optional(),
  RELINK_ADMIN_PASSWORD: z.string().optional(),
  RELINK_TRUSTED_PROXIES: words.pipe(z.array(network).min(1, PROXIES_WANTED)).default([]),
  RELINK_OIDC_ISSUER: webAddress("path")
    .refine(
      isPrivateOnTheWay,
      "must begin with https: unless the provider is on this machine, such as http://127.0.0.1:9000",
    )
    .optional(),
  RELINK_OIDC_CLIENT_ID: z.string().optional(),
  RELINK_OIDC_CLIENT_SECRET: z.string().optional(),
  RELINK_OIDC_NAME: oneLine.max(40, "must be at most 40 characters").default("single sign-on"),
  RELINK_OIDC_DOMAINS: words.pipe(z.array(domain).min(1, DOMAINS_WANTED)).default([]),
  RELINK_OIDC_TRUST_EMAIL: yesOrNo.default(false),
  OFAUTH_API_KEY: z
    .string()
    .regex(/^(?!whsec_|app_|pk_|.*\.\.\.)[\x21-\x7e]+$/, "must be the key as OFAuth shows it, such as sk_live_…")
    .optional(),
  OFAUTH_API_URL: webAddress("origin").default(new URL("https://api.ofauth.com")),
  OFAUTH_CLIENT_APP_ID: z
    .string()
    .regex(/^app_[a-zA-Z0-9]+$/, 'must be the id of a client app, such as "app_abc123"')
    .optional(),
  RELINK_LEAKED_PASSWORDS_URL: webAddress("path")
    .refine((url) => url.pathname.endsWith("/"), 'must end with "/", to which five digits are added')
    .optional(),
  RELINK_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be letters, digits and signs without spaces")
    .min(
      METRICS_TOKEN_LENGTH_MIN,
      `must have ${METRICS_TOKEN_LENGTH_MIN} characters or more; make one by: openssl rand -hex 24`,
    )
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress("path")
    .refine((url) => !/\/v1\/traces\/?$/.test(url.pathname), 'must be given without "/v1/traces", which is added')
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: traceHeaders.default({}),
  OTEL_SERVICE_NAME: oneLine.max(80, "must be at most 80 characters").default("relink"),
  RELINK_BACKUP_DIR: folder.optional(),
  RELINK_BACKUP_HOURS: wholeNumberFrom(0, 366 * DAY_HOURS).optional(),
  RELINK_BACKUP_KEEP: wholeNumber(7, 1, 1_000),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
});

/** Settings that only make sense together. */
const whole = schema.superRefine((given, context) => {
  const together = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if ((given.RELINK_ADMIN_EMAIL === undefined) !== (given.RELINK_ADMIN_PASSWORD === undefined))
    together("RELINK_ADMIN_EMAIL", "must be set together with RELINK_ADMIN_PASSWORD");
  if (given.RELINK_WEBHOOK_PORT === given.PORT) together("RELINK_WEBHOOK_PORT", "must be another one than PORT");
  if (given.OFAUTH_CLIENT_APP_ID !== undefined && given.OFAUTH_API_KEY === undefined)
    together("OFAUTH_API_KEY", "must be set too, since OFAUTH_CLIENT_APP_ID is");
  if (given.RELINK_OIDC_ISSUER === undefined) {
    const { RELINK_OIDC_CLIENT_ID: id, RELINK_OIDC_CLIENT_SECRET: secret, RELINK_OIDC_DOMAINS: domains } = given;
    if (id !== undefined || secret !== undefined || domains.length > 0)
      together("RELINK_OIDC_ISSUER", "must be set too, since other settings of single sign-on are");
    return;
  }
  // Anyone can create a tenant with any e-mail address: https://learn.microsoft.com/entra/identity-platform/claims-validation
  if (given.RELINK_OIDC_TRUST_EMAIL && ENTRA_EVERY_TENANT.test(given.RELINK_OIDC_ISSUER.href))
    together("RELINK_OIDC_TRUST_EMAIL", "must be no for an issuer that serves every tenant; name your own tenant");
  for (const name of ["RELINK_OIDC_CLIENT_ID", "RELINK_OIDC_CLIENT_SECRET", "RELINK_PUBLIC_URL"] as const)
    if (given[name] === undefined) together(name, "must be set too, since RELINK_OIDC_ISSUER is");
});

/** Returns the process's environment, read once. Throws as `readEnvironment` does. */
export function environment(): Environment {
  return processWide("environment", () => readEnvironment(process.env));
}

/** Reads an environment; an empty variable counts as unset. Throws one error that lists every problem and never contains a secret. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const trimmed = Object.keys(schema.shape).map((name) => [name, variables[name]?.trim()] as const);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value));
  const parsed = whole.safeParse(given);
  const problems = problemsIn(given, parsed.error?.issues ?? []);
  if (!parsed.success || problems.length > 0)
    throw new Error(`The configuration is wrong; .env.example explains each variable.\n${problems.join("\n")}`);
  const dataDir = path.resolve(parsed.data.RELINK_DATA_DIR);
  return {
    host: parsed.data.HOST,
    port: parsed.data.PORT,
    webhookPort: parsed.data.RELINK_WEBHOOK_PORT ?? null,
    dataDir,
    databaseUrl: pathToFileURL(path.join(dataDir, "relink.db")),
    webhookSecrets: parsed.data.OFAUTH_WEBHOOK_SECRET,
    signatureToleranceSeconds: parsed.data.RELINK_SIGNATURE_TOLERANCE_SECONDS,
    publicUrl: parsed.data.RELINK_PUBLIC_URL ?? null,
    firstAdmin: firstAdminOf(parsed.data),
    trustedProxies: parsed.data.RELINK_TRUSTED_PROXIES,
    openId: openIdOf(parsed.data),
    ofauth: ofauthOf(parsed.data),
    leakedPasswordsUrl: parsed.data.RELINK_LEAKED_PASSWORDS_URL ?? null,
    metricsToken: parsed.data.RELINK_METRICS_TOKEN ?? null,
    traces: tracesOf(parsed.data),
    backups: backupsOf(parsed.data, dataDir),
    logLevel: parsed.data.LOG_LEVEL,
  };
}

/** Lists each problem once, by variable. A value with a leftover quote, comment or variable has no further problems. */
function problemsIn(
  given: Readonly<Record<string, string | undefined>>,
  issues: readonly z.core.$ZodIssue[],
): string[] {
  const leftovers = Object.entries(given).flatMap(([name, value = ""]) => {
    const problem = findLeftover(value);
    return problem === null ? [] : [[name, problem] as const];
  });
  const misread = new Set(leftovers.map(([name]) => name));
  const others = issues.map((issue) => [String(issue.path[0]), issue.message] as const);
  const all = [...leftovers, ...others.filter(([name]) => !misread.has(name))];
  return [...new Set(all.map(([name, problem]) => `  ${name}: ${problem}`))];
}

function tracesOf(given: z.infer<typeof schema>): TraceSettings | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = given;
  return endpoint === undefined ? null : { endpoint, headers, serviceName: given.OTEL_SERVICE_NAME };
}

function firstAdminOf(given: z.infer<typeof schema>): Environment["firstAdmin"] {
  const { RELINK_ADMIN_EMAIL: email, RELINK_ADMIN_PASSWORD: password } = given;
  return email && password ? { email, password } : null;
}

/** Backups are on if a folder or an interval is set. */
function backupsOf(given: z.infer<typeof schema>, dataDir: string): BackupSettings {
  const { RELINK_BACKUP_DIR: named, RELINK_BACKUP_HOURS: hours, RELINK_BACKUP_KEEP: keep } = given;
  const everyHours = hours ?? (named === undefined ? 0 : DAY_HOURS);
  return {
    folder: named === undefined ? path.join(dataDir, "backups") : path.resolve(named),
    everyHours: everyHours === 0 ? null : everyHours,
    keep,
  };
}

function ofauthOf(given: z.infer<typeof schema>): OfauthSettings | null {
  const { OFAUTH_API_KEY: apiKey, OFAUTH_API_URL: apiUrl, OFAUTH_CLIENT_APP_ID: clientAppId = null } = given;
  return apiKey === undefined ? null : { apiKey, apiUrl, clientAppId };
}

function openIdOf(given: z.infer<typeof schema>): OpenIdSettings | null {
  const {
    RELINK_OIDC_ISSUER: issuer,
    RELINK_OIDC_CLIENT_ID: clientId,
    RELINK_OIDC_CLIENT_SECRET: clientSecret,
  } = given;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    name: given.RELINK_OIDC_NAME,
    domains: given.RELINK_OIDC_DOMAINS.map((domain) => domain.toLowerCase()),
    trustsEmail: given.RELINK_OIDC_TRUST_EMAIL,
  };
}

/** Returns what a value contains that a shell would have removed or replaced, as some readers of env files don't; null if nothing. */
function findLeftover(value: string): string | null {
  if (/(?:^|\s)#/.test(value)) return "has a comment in its value; put comments on lines of their own";
  if (/^["'`]|["'`]$/.test(value)) return "begins or ends with a quote; write the value without quotes";
  if (/\$\{\w+\}|\$\(/.test(value)) return "holds a variable, which is not replaced; write its value";
  return null;
}

/** A web address; an origin has nothing after the host and port. Refuses what would be dropped silently. */
function webAddress(extent: "origin" | "path") {
  return z.string().transform((text, context) => {
    const url = /^https?:\/\/[^\s/\\]\S*$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
    if (url === null || !/^[\w.:[\]-]+$/.test(url.host))
      context.addIssue('must be an address such as "https://relink.example.com"');
    else if (url.username !== "" || url.password !== "") context.addIssue("must be without a user name or password");
    else if (extent === "origin" && (url.pathname !== "/" || /[?#]/.test(text)))
      context.addIssue('must be an address such as "https://relink.example.com", without a path, query or fragment');
    else if (/[?#]/.test(text)) context.addIssue("must be without a query or fragment");
    else return url;
    return z.NEVER;
  });
}

/** Returns true if traffic is safe in transit: over TLS, or never leaving this machine. */
export function isPrivateOnTheWay({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || /^(?:127(?:\.\d+){3}|\[::1\]|(?:[\w-]+\.)*localhost)$/.test(hostname);
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function wholeNumber(fallback: number, min: number, max: number) {
  return wholeNumberFrom(min, max).default(fallback);
}

function wholeNumberFrom(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= max, error);
}
