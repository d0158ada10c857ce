import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** What proxies add to a request. `forwarded` (RFC 7239) is read by nobody here, so it only goes. */
const FORWARDED = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "forwarded",
] as const;
/** Besides those, what tells that a proxy passed a request on. */
const PASSED_ON = [...FORWARDED, "via", "x-real-ip"];
/** Set here alone: the request was made on this machine, and no proxy says that it passed it on. */
export const DIRECT_HEADER = "x-relink-direct";
type Incoming = Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } };

/**
 * Leaves of a request's forwarded headers what may be believed: what a trusted proxy sent. `x-forwarded-for` is then one address,
 * that of the client. And a request that comes from this machine itself is marked as such.
 */
export function settleForwarded({ headers, socket }: Incoming, isTrusted: (address: string) => boolean): void {
  const peer = plainAddress(socket.remoteAddress ?? "");
  const chain = String(headers["x-forwarded-for"] ?? "");
  const proto = firstOf(headers["x-forwarded-proto"]);
  const host = firstOf(headers["x-forwarded-host"]);
  const isDirect = isLoopback(peer) && PASSED_ON.every((name) => headers[name] === undefined);
  for (const name of [...FORWARDED, DIRECT_HEADER]) delete headers[name];
  if (isDirect) headers[DIRECT_HEADER] = "yes";
  if (peer !== "") headers["x-forwarded-for"] = peer;
  if (!isTrusted(peer)) return;
  const client = clientIn(chain, isTrusted);
  if (client !== null) headers["x-forwarded-for"] = client;
  if (proto === "https" || proto === "http") headers["x-forwarded-proto"] = proto;
  if (/^[\w.:[\]-]{1,255}$/.test(host)) headers["x-forwarded-host"] = host;
}

/** Whether an address is one of these, or in one of these networks. */
export function trusting(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const proxy of proxies.flatMap((one) => (one === "loopback" ? ["127.0.0.0/8", "::1"] : [one]))) {
    const [address = "", bits] = proxy.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

const isLoopback = trusting(["loopback"]);

/** The nearest address that no trusted proxy has: further ones may be made up by the client that has it. */
function clientIn(chain: string, isTrusted: (address: string) => boolean): string | null {
  const addresses = chain.split(",").map((part) => plainAddress(part.trim()));
  for (const address of addresses.reverse()) {
    if (isIP(address) === 0) return null;
    if (!isTrusted(address)) return address;
  }
  return null;
}

/** What the proxy that the client asked has written; those behind it add to it. */
function firstOf(header: string | string[] | undefined): string {
  return (
    String(header ?? "")
      .split(",", 1)[0]
      ?.trim() ?? ""
  );
}

/** Without a port, brackets, or the prefix of an IPv4 address on an IPv6 socket. */
function plainAddress(text: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? [];
  const address = bracketed ?? withPort ?? text;
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
