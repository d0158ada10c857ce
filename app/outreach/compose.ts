import { randomBytes } from "node:crypto";
import { readClient } from "@/app/access/client";
import type { SignedIn } from "@/app/access/enter";
import { linkToken } from "@/app/reconnect/link-token";
import type { Composed, ComposedMessage } from "@/components/outreach/reply";
import { accountTitle, type Connection } from "@/domain/connection";
import { formatDuration } from "@/domain/duration";
import { linkExpiry } from "@/domain/reconnect-link";
import type { Settings } from "@/domain/settings";
import { fillText, type Template, usesLink, type VariableValues } from "@/domain/template";
import { environment } from "@/env";

const NONCE_BYTES = 16;
/** A message that starts from nothing: the link alone. */
const NO_TEMPLATE: Template = { id: 0, name: "", channel: "email", subject: "", body: "{reconnect_link}" };

/** The messages to the users of these connections; links are made for those who have none that is good for a while yet. */
export async function composeFor(entered: SignedIn, ids: readonly string[], templateId: number): Promise<Composed> {
  const { store, by } = entered;
  const now = Date.now();
  const [templates, settings, { origin }] = await Promise.all([
    store.templates.list(),
    store.settings.read(),
    readClient(),
  ]);
  const template = templates.find((one) => one.id === templateId) ?? NO_TEMPLATE;
  const current = await store.outreach.current(ids);
  const othersOf = new Map(current.map(({ connectionId, others }) => [connectionId, others]));
  const allIds = [...new Set(ids.flatMap((id) => [id, ...(othersOf.get(id) ?? [])]))];
  const connections = await Promise.all(allIds.map((id) => store.connections.find(id)));
  const byId = new Map(connections.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  const blocked = new Set(current.flatMap(({ block, connectionId }) => (block ? connectionId : [])));
  const options = { now, expiresAt: linkExpiry(now, settings.linkDays), mintNonce };
  const wanted = allIds.filter((id) => !blocked.has(id));
  const links = usesLink(template) ? await store.reconnectLinks.handOut(wanted, options, by()) : [];
  const addresses = new Map(links.map((link) => [link.connectionId, `${origin}/r/${linkToken(link)}`]));
  const messages = ids.flatMap((id) => {
    const connection = byId.get(id);
    if (!connection || blocked.has(id)) return [];
    const theirs = [id, ...(othersOf.get(id) ?? [])].flatMap((one) => byId.get(one) ?? []);
    return messageOf(connection, template, linkText(theirs, addresses), settings, now);
  });
  return { messages, isKeyMissing: environment().ofauth === null };
}

/** One link by itself; of several connections each with the account that it is for. */
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
  link: string | null,
  settings: Settings,
  now: number,
): ComposedMessage {
  const values = valuesOf(connection, link, now);
  const subject = fillText(template.subject, values);
  const body = fillText(template.body, values);
  return {
    connectionId: connection.id,
    title: accountTitle(connection.account) ?? connection.user ?? connection.id,
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

/** The team's own chat, with the message filled in; values are encoded, so that none of them changes where it leads. */
function chatHrefOf(address: string, message: string, { user, account }: Connection): string | null {
  const places = { message, user: user ?? "", username: account.username ?? "" };
  const href = address.replace(/\{(message|user|username)\}/g, (_, name: keyof typeof places) =>
    encodeURIComponent(places[name]),
  );
  return URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) ? href : null;
}

function mintNonce(): string {
  return randomBytes(NONCE_BYTES).toString("base64url");
}
