import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { DEFAULT_TOLERANCE_SECONDS, parseWebhookSecret, type WebhookSecret } from "@/domain/signature";

/** All that the environment decides. `.env.example` explains each variable. */
export type Environment = {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: URL;
  /** None: deliveries are answered 503 until one is set. */
  readonly webhookSecrets: readonly WebhookSecret[];
  readonly signatureToleranceSeconds: number;
  /** Where OFAuth reaches this deployment; null: as the browser does. */
  readonly publicUrl: URL | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
const TOLERANCE_SECONDS_MAX = 86_400;

const secrets = z.string().transform((value, context) =>
  value
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .flatMap((entry, index) => {
      const secret = parseWebhookSecret(entry);
      if (secret) return [secret];
      context.addIssue(
        `secret ${index + 1} starts with "whsec_" but the rest is not base64 of 16 bytes or more; copy it again, whole`,
      );
      return [];
    }),
);

const publicUrl = z.url({ protocol: /^https?$/, error: 'must be an address such as "https://relink.example.com"' });

const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: wholeNumber(3000, 0, 65_535),
  RELINK_DATA_DIR: z.string().default("./data"),
  OFAUTH_WEBHOOK_SECRET: z.string().default("").pipe(secrets),
  RELINK_SIGNATURE_TOLERANCE_SECONDS: wholeNumber(DEFAULT_TOLERANCE_SECONDS, 1, TOLERANCE_SECONDS_MAX),
  RELINK_PUBLIC_URL: publicUrl.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
});

declare global {
  var relinkEnvironment: Environment | undefined;
}

/** The process's environment, read once. Throws one error that names every problem in plain words. */
export function environment(): Environment {
  globalThis.relinkEnvironment ??= parseEnvironment(process.env);
  return globalThis.relinkEnvironment;
}

/** Reads an environment; a variable set to nothing counts as not set. Values of secrets never reach the message. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration is wrong; .env.example explains each variable.\n${problems.join("\n")}`);
  }
  const dataDir = path.resolve(parsed.data.RELINK_DATA_DIR);
  return {
    host: parsed.data.HOST,
    port: parsed.data.PORT,
    dataDir,
    databaseUrl: pathToFileURL(path.join(dataDir, "relink.db")),
    webhookSecrets: parsed.data.OFAUTH_WEBHOOK_SECRET,
    signatureToleranceSeconds: parsed.data.RELINK_SIGNATURE_TOLERANCE_SECONDS,
    publicUrl: parsed.data.RELINK_PUBLIC_URL ? new URL(parsed.data.RELINK_PUBLIC_URL) : null,
    logLevel: parsed.data.LOG_LEVEL,
  };
}

function wholeNumber(fallback: number, min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= max, error)
    .default(fallback);
}
