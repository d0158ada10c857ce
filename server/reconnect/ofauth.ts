import { z } from "zod";
import { clock } from "@/clock";
import { type OfauthAnswer, type OfauthTrouble, ofauthTroubleOf } from "@/domain/outreach/ofauth-trouble";
import { parseJson } from "@/domain/values/body-fields";
import type { OfauthSettings } from "@/env";
import { randomness } from "@/randomness";
import { readAnswer } from "@/server/http/read-answer";
import { processWide } from "@/server/process/process-wide";

/** A user to send through OFAuth's own pages. */
export type SessionRequest = {
  /** Null for a new connection. */
  readonly connectionId: string | null;
  readonly user: string | null;
  readonly redirectUrl: string;
};

export type SessionOutcome =
  | { readonly kind: "ready"; readonly url: string }
  /** OFAuth refuses, and will again: `code` is its own error code. */
  | ({ readonly kind: "refused" } & OfauthAnswer)
  /** It is down, slow or overloaded; trying later may help. */
  | ({ readonly kind: "unavailable" } & OfauthAnswer);

/**
 * OFAuth's most recent response, kept in memory: a new key takes a restart anyway. Trouble that may concern a single user or
 * connection isn't recorded.
 */
export type LastAnswer = { readonly at: number; readonly trouble: OfauthTrouble | null; readonly code: string };

/** How many times, and for how long, OFAuth is asked. */
export type Patience = {
  readonly triesMax: number;
  readonly tryMs: number;
  readonly allTriesMs: number;
  readonly backOffMs: number;
};

/** Short, because a user is waiting. */
const PATIENCE: Patience = { triesMax: 3, tryMs: 5_000, allTriesMs: 12_000, backOffMs: 300 };
const ANSWER_BYTES_MAX = 64 * 1024;
const CODE_LENGTH_MAX = 60;
/** Trouble that the request's user or connection may have caused. */
const REQUEST_TROUBLES: readonly OfauthTrouble[] = ["connection_unknown", "request_refused", "other"];
/** More concurrent requests would only wait for each other. */
const AT_ONCE_MAX = 50;

/** https://docs.ofauth.com/api-reference/link/init: some versions omit `mode`. The URL is opaque. */
const answerSchema = z.object({ url: z.url({ protocol: /^https?$/ }) });
/** https://docs.ofauth.com/reference/error-handling names `type` and `code`. */
const errorSchema = z.object({ type: z.string().optional(), code: z.string().optional() });

/** Asks OFAuth for a session in which a user connects; retries if that may help. Never throws. The key is sent to OFAuth only. */
export async function askForSession(
  request: SessionRequest,
  settings: OfauthSettings,
  patience = PATIENCE,
): Promise<SessionOutcome> {
  const underWay = processWide("sessions asked for", () => ({ count: 0 }));
  if (underWay.count >= AT_ONCE_MAX) return { kind: "unavailable", status: null, code: "busy" };
  underWay.count += 1;
  try {
    const outcome = await askAgain(request, settings, patience);
    keepAnswer(outcome, request);
    return outcome;
  } finally {
    underWay.count -= 1;
  }
}

export function lastAnswerOfOfauth(): LastAnswer | null {
  return answered().last;
}

function answered(): { last: LastAnswer | null } {
  return processWide("last answer of OFAuth", () => ({ last: null }));
}

function keepAnswer(outcome: SessionOutcome, { connectionId, user }: SessionRequest): void {
  const found = outcome.kind === "ready" ? null : ofauthTroubleOf(outcome);
  // The request named no connection, so it is the client app or the URL that isn't known.
  const trouble = found === "connection_unknown" && connectionId === null ? "request_refused" : found;
  const isForSomeone = connectionId !== null || user !== null;
  if (isForSomeone && REQUEST_TROUBLES.some((one) => one === trouble)) return;
  answered().last = { at: clock.now(), trouble, code: outcome.kind === "ready" ? "" : outcome.code };
}

async function askAgain(
  request: SessionRequest,
  settings: OfauthSettings,
  { triesMax, tryMs, allTriesMs, backOffMs }: Patience,
): Promise<SessionOutcome> {
  const deadline = clock.now() + allTriesMs;
  for (let tries = 1; ; tries++) {
    const { outcome, retryAfterMs } = await ask(request, settings, Math.min(tryMs, deadline - clock.now()));
    const waitMs = retryAfterMs ?? backOffMs * 2 ** tries * (0.5 + randomness.fraction());
    const isOver = tries >= triesMax || clock.now() + waitMs >= deadline;
    if (outcome.kind !== "unavailable" || isOver) return outcome;
    await clock.pause(waitMs);
  }
}

type Answered = { readonly outcome: SessionOutcome; readonly retryAfterMs: number | null };

async function ask(
  { connectionId, user, redirectUrl }: SessionRequest,
  { apiKey, apiUrl, clientAppId }: OfauthSettings,
  timeoutMs: number,
): Promise<Answered> {
  const body = {
    redirectUrl,
    ...(clientAppId === null ? {} : { clientAppId }),
    ...(user === null ? {} : { clientReferenceId: user }),
    ...(connectionId === null ? {} : { connectionId }),
  };
  const done = new AbortController();
  try {
    const response = await fetch(new URL("/v2/link/init", apiUrl), {
      method: "POST",
      headers: { apikey: apiKey, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.any([done.signal, AbortSignal.timeout(Math.max(1, timeoutMs))]),
    });
    const outcome = outcomeOf(response.status, await readJson(response), apiUrl);
    return { outcome, retryAfterMs: retryAfterOf(response) };
  } catch (fault) {
    const isSlow = fault instanceof Error && fault.name === "TimeoutError";
    return {
      outcome: { kind: "unavailable", status: null, code: isSlow ? "timeout" : "unreachable" },
      retryAfterMs: null,
    };
  } finally {
    // Stops reading the rest of the response.
    done.abort();
  }
}

function outcomeOf(status: number, body: unknown, apiUrl: URL): SessionOutcome {
  if (status >= 200 && status < 300) {
    // A proxy's page, say, or a truncated response.
    if (body === undefined) return { kind: "unavailable", status, code: "unreadable" };
    const answer = answerSchema.safeParse(body);
    if (answer.success && isSafe(answer.data.url, apiUrl)) return { kind: "ready", url: answer.data.url };
    // A client app in whitelabel mode gets a secret for its own pages instead; we have no such pages.
    return { kind: "refused", status, code: "no_hosted_page" };
  }
  const said = errorSchema.safeParse(body).data;
  const code = (said?.type ?? said?.code ?? `http_${status}`).replace(/[^\w.-]/g, "").slice(0, CODE_LENGTH_MAX);
  const isPassing = status === 429 || status === 408 || status >= 500;
  return { kind: isPassing ? "unavailable" : "refused", status, code: code || `http_${status}` };
}

/** Returns true if users may be sent to the URL: only over TLS, unless OFAuth itself is reached without it, as in tests. */
function isSafe(url: string, apiUrl: URL): boolean {
  return new URL(url).protocol === "https:" || apiUrl.protocol === "http:";
}

/** Returns undefined if the response isn't JSON, or is too large. */
async function readJson(response: Response): Promise<unknown> {
  const text = await readAnswer(response, ANSWER_BYTES_MAX);
  return text === null ? undefined : parseJson(text);
}

/**
 * Returns the Retry-After header in milliseconds (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). Ignores the date
 * form: the usual pause applies.
 */
function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
