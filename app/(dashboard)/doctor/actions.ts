"use server";

import { createHash } from "node:crypto";
import { clock } from "@/clock";
import type { Examination } from "@/components/intake/doctor-form";
import { diagnose } from "@/domain/intake/diagnosis";
import { parsePastedHeaders, parsePastedSecret } from "@/domain/intake/pasted-request";
import { parseWebhookSecret } from "@/domain/intake/signature";
import { environment } from "@/env";
import { enter } from "@/server/access/enter";
import { formOf } from "@/server/http/or-not-found";

/** The same as the endpoint's limit. */
const BODY_BYTES_MAX = 256 * 1024;
const HEADERS_LENGTH_MAX = 20_000;
const SECRET_LENGTH_MAX = 500;

/** Checks a pasted delivery. Nothing is stored or logged, and the secret is not sent back. */
export async function examine(_before: Examination | null, sent: FormData): Promise<Examination> {
  await enter("read");
  const form = formOf(sent);
  const headersText = textOf(form, "headers");
  const bodyText = textOf(form, "body");
  const secretText = textOf(form, "secret");
  const file = form.get("file");
  const hasFile = file instanceof File && file.size > 0;
  const body = hasFile ? new Uint8Array(await file.arrayBuffer()) : Buffer.from(bodyText);
  const echo = { headers: headersText, body: bodyText };
  if (body.length > BODY_BYTES_MAX || headersText.length > HEADERS_LENGTH_MAX) return { ...echo, problem: "too_large" };
  if (secretText.length > SECRET_LENGTH_MAX) return { ...echo, problem: "secret_unusable", flaws: [] };
  const pasted = parsePastedSecret(secretText);
  const { webhookSecrets, signatureToleranceSeconds } = environment();
  const secret = pasted.secret === "" ? null : parseWebhookSecret(pasted.secret);
  if (pasted.secret !== "" && !secret) return { ...echo, problem: "secret_unusable", flaws: pasted.flaws };
  const diagnosis = diagnose(parsePastedHeaders(headersText), body, {
    secrets: secret ? [secret] : webhookSecrets,
    receivedAt: null,
    toleranceSeconds: signatureToleranceSeconds,
    isThorough: true,
  });
  return {
    ...echo,
    diagnosis,
    flaws: pasted.flaws,
    facts: { bytes: body.length, digest: createHash("sha256").update(body).digest("hex"), isFile: hasFile },
    examinedAt: clock.now(),
  };
}

/** Converts CR LF to LF: a form sends every line end as CR LF, whatever was pasted. */
function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}
