import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Headers that proxies add. Nothing here reads `forwarded` (RFC 7239), so it is only removed. */
const FORWARDED = [
  "x-forwarded-for",
  "x-forwarded-proto",
  "x-forwarded-host",
  "x-forwarded-port",
  "forwarded",
] as const;
/** Headers that show a proxy passed the request on. */
const PASSED_ON = [...FORWARDED, "via", "x-real-ip"];
/** Set only here: the request was made on this machine, and no proxy claims to have passed it on. */
export const DIRECT_HEADER = "x-relink-direct";
type Incoming = Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } };

/**
 * Keeps only the forwarded headers that a trusted proxy sent. `x-forwarded-for` then holds one address, the client's. Marks
 * requests that come from this machine itself.
 */
export function normalizeForwarded({ headers, socket }: Incoming, isTrusted: (address: string) => boolean): void {
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

/** Returns a predicate: true for addresses that are listed or within a listed network. */
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

/** Returns the nearest address that isn't a trusted proxy's. The client at that address may have made up the ones beyond it. */
function clientIn(chain: string, isTrusted: (address: string) => boolean): string | null {
  const addresses = chain.split(",").map((part) => plainAddress(part.trim()));
  for (const address of addresses.reverse()) {
    if (isIP(address) === 0) return null;
    if (!isTrusted(address)) return address;
  }
  return null;
}

/** Returns the first value, written by the proxy the client spoke to; proxies behind it append theirs. */
function firstOf(header: string | string[] | undefined): string {
  return (
    String(header ?? "")
      .split(",", 1)[0]
      ?.trim() ?? ""
  );
}

/** Strips the port, brackets, and the IPv4-mapped prefix of an address on an IPv6 socket. */
function plainAddress(text: string): string {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? [];
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? [];
  const address = bracketed ?? withPort ?? text;
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
