"use server";

import { z } from "zod";
import { clock } from "@/clock";
import type { StartState } from "@/components/reconnect/start-form";
import { reconnectBuckets } from "@/domain/access/attempts";
import { ofauthStepDetail } from "@/domain/outreach/ofauth-trouble";
import type { LinkStep } from "@/domain/outreach/reconnect-step";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { keepSecret } from "@/server/access/secret-cookies";
import { formOf, orNotFound } from "@/server/http/or-not-found";
import { log } from "@/server/process/log";
import { findWay } from "@/server/reconnect/find-link";
import { askForSession, type SessionOutcome } from "@/server/reconnect/ofauth";
import { publicStore } from "@/server/reconnect/public-store";

/** Requests a session from OFAuth for anyone who has the link. Only the response to this button can open the session. */
export async function startReconnection(_before: StartState, sent: FormData): Promise<StartState> {
  const form = formOf(sent);
  const token = orNotFound(z.string().max(100), form.get("token"));
  const { ofauth } = environment();
  const startedAt = clock.now();
  const way = await findWay(token, startedAt);
  if (!way || !ofauth) return { problem: "not_good" };
  if (way.kind === "connected") return { problem: "connected" };
  const { address, origin } = await readClient();
  const store = publicStore();
  const { link, connection } = way;
  const verdict = await store.beginAttempt(reconnectBuckets(link.id, address), startedAt);
  if (!verdict.isAllowed) return { problem: "too_often" };
  const connectionId = way.kind === "gone" ? null : connection.id;
  const request = { connectionId, user: connection.user, redirectUrl: `${origin}/r/back` };
  const outcome = await askForSession(request, ofauth);
  await store.noteStep(link.id, { ...stepOf(outcome), at: clock.now(), connectionId: null });
  const ms = clock.now() - startedAt;
  log().info({ msg: "reconnection", link: link.id, outcome: outcome.kind, ...codeOf(outcome), ms });
  if (outcome.kind !== "ready") return { problem: outcome.kind };
  await keepSecret("reconnect", token);
  return { url: outcome.url };
}

function stepOf(outcome: SessionOutcome): Pick<LinkStep, "progress" | "detail"> {
  if (outcome.kind === "ready") return { progress: "started", detail: "" };
  return { progress: "failed", detail: ofauthStepDetail(outcome) };
}

function codeOf(outcome: SessionOutcome): { readonly code?: string } {
  return outcome.kind === "ready" ? {} : { code: outcome.code };
}
