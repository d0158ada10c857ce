import { clock } from "@/clock";
import type { CurrentCase } from "@/db/outreach-store";
import { accountTitle, type Connection } from "@/domain/connection/connection";
import type { Settings } from "@/domain/operations/settings";
import { isTroubleCurrent } from "@/domain/outreach/ofauth-trouble";
import { linkExpiry } from "@/domain/outreach/reconnect-link";
import type { Composed, ComposedMessage, Objection } from "@/domain/outreach/reply";
import { isForbidden } from "@/domain/outreach/sendable";
import { fillText, type Template, usesLink, type VariableValues } from "@/domain/outreach/template";
import { formatDuration } from "@/domain/values/duration";
import { environment } from "@/env";
import { randomness } from "@/randomness";
import { readClient } from "@/server/access/client";
import type { SignedIn } from "@/server/access/enter";
import { linkToken } from "@/server/reconnect/link-token";
import { lastAnswerOfOfauth } from "@/server/reconnect/ofauth";
import { namesOf } from "./listed-cases";
import { objectionTo } from "./objection";

const HOUR_MS = 3_600_000;
const NONCE_BYTES = 16;
/** Placeholder for the link in a preview. */
const LINK_TO_COME = "…";
/** Used without a template: just the link. */
const NO_TEMPLATE: Template = { id: 0, name: "", channel: "email", subject: "", body: "{reconnect_link}" };

/**
 * Composes the messages to the users of these connections. A link is created, and recorded as handed out, only when the message
 * leaves; a preview shows where it will be.
 */
export async function composeFor(
  entered: SignedIn,
  ids: readonly string[],
  templateId: number,
  { isHandingOut }: { readonly isHandingOut: boolean },
): Promise<Composed> {
  const { store, by } = entered;
  const now = clock.now();
  const [templates, settings, names, { origin }] = await Promise.all([
    store.templates.list(),
    store.settings.read(),
    namesOf(store),
    readClient(),
  ]);
  const template = templates.find((one) => one.id === templateId) ?? NO_TEMPLATE;
  const current = await store.outreach.current(ids);
  const asOf = {
    coolDownMs: settings.coolDownHours * HOUR_MS,
    now,
    nameOf: (noted: string) => names.get(noted) ?? noted,
  };
  const objections = new Map(current.map((one) => [one.connectionId, objectionTo(one, asOf)]));
  const theirs = await linkedWith(store, current);
  const linkedFor = (id: string) => (mayHaveLink(objections.get(id) ?? null, template) ? (theirs.get(id) ?? [id]) : []);
  const linkedIds = ids.flatMap(linkedFor);
  const options = { now, expiresAt: linkExpiry(now, settings.linkDays), mintNonce };
  const wanted = usesLink(template) ? [...new Set(linkedIds)] : [];
  const links = isHandingOut ? await store.reconnectLinks.handOut(wanted, options, by()) : [];
  const addresses = new Map([
    ...(isHandingOut ? [] : wanted.map((id) => [id, `${origin}/r/${LINK_TO_COME}`] as const)),
    ...links.map((link) => [link.connectionId, `${origin}/r/${linkToken(link)}`] as const),
  ]);
  const connections = await Promise.all([...new Set([...ids, ...linkedIds])].map((id) => store.connections.find(id)));
  const byId = new Map(connections.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  const messages = ids.flatMap((id) => {
    const connection = byId.get(id);
    if (!connection) return [];
    const linked = linkedFor(id).flatMap((one) => byId.get(one) ?? []);
    const link = linkText(linked, addresses);
    const message = messageOf(connection, template, objections.get(id) ?? null, link, settings, now);
    return { ...message, isLinkToCome: link !== null && !isHandingOut };
  });
  const answer = lastAnswerOfOfauth();
  const isInTrouble = answer?.trouble && isTroubleCurrent(answer.trouble, answer.at, now);
  return {
    messages,
    isKeyMissing: environment().ofauth === null,
    linkTrouble: isInTrouble ? answer.trouble : null,
  };
}

/** Groups each connection with its user's other expired ones, except those that must not be contacted about. */
async function linkedWith(
  { outreach }: SignedIn["store"],
  current: readonly CurrentCase[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const others = await outreach.current([...new Set(current.flatMap((one) => one.others))]);
  const blocked = new Set(others.flatMap(({ block, connectionId }) => (block ? connectionId : [])));
  return new Map(
    current.map(({ connectionId, others }) => [
      connectionId,
      [connectionId, ...others.filter((id) => !blocked.has(id))],
    ]),
  );
}

/**
 * Returns true if a link may be made. For a connection that is gone for good, only the link without a message: it offers a new
 * connection.
 */
function mayHaveLink(objection: Objection | null, template: Template): boolean {
  const isGone = objection?.kind === "closed" && objection.state === "disconnected";
  return !isForbidden(objection) || (isGone && template === NO_TEMPLATE);
}

/** Returns a single link as it is, several each with the account it is for. */
function linkText(theirs: readonly Connection[], addresses: ReadonlyMap<string, string>): string | null {
  const lines = theirs.flatMap(({ id, account }) => {
    const address = addresses.get(id);
    return address ? [{ address, account: accountTitle(account) ?? id }] : [];
  });
  const [only] = lines;
  if (lines.length <= 1) return only?.address ?? null;
  return lines.map(({ address, account }) => `${account}: ${address}`).join("\n");
}

function messageOf(
  connection: Connection,
  template: Template,
  objection: Objection | null,
  link: string | null,
  settings: Settings,
  now: number,
): Omit<ComposedMessage, "isLinkToCome"> {
  const values = valuesOf(connection, link, now);
  const wanted = isForbidden(objection) ? { subject: "", body: "" } : template;
  const subject = fillText(wanted.subject, values);
  const body = fillText(wanted.body, values);
  return {
    connectionId: connection.id,
    title: accountTitle(connection.account) ?? connection.user ?? connection.id,
    objection,
    subject: subject.text,
    text: body.text,
    missing: [...new Set([...subject.missing, ...body.missing])],
    unknown: [...new Set([...subject.unknown, ...body.unknown])],
    link,
    chatHref: chatHrefOf(settings.chatAddress, body.text, connection),
  };
}

function valuesOf(
  { account, user, downSince, permissions, lostPermissions }: Connection,
  link: string | null,
  now: number,
) {
  const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", timeZone: "UTC" });
  return {
    name: account.name?.trim() || null,
    username: account.username,
    user,
    reconnect_link: link,
    expired_since: downSince === null ? null : day.format(downSince),
    expired_for: downSince === null ? null : formatDuration(now - downSince, 1),
    permissions: permissions?.join(", ") || null,
    lost_permissions: lostPermissions.join(", ") || null,
  } satisfies VariableValues;
}

/** Returns the URL of the team's own chat with the message filled in. Values are encoded, so none can change where it leads. */
function chatHrefOf(address: string, message: string, { user, account }: Connection): string | null {
  const places = { message, user: user ?? "", username: account.username ?? "" };
  const href = address.replace(/\{(message|user|username)\}/g, (_, name: keyof typeof places) =>
    encodeURIComponent(places[name]),
  );
  return URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) ? href : null;
}

function mintNonce(): string {
  return randomness.bytes(NONCE_BYTES).toString("base64url");
}
