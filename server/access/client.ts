import { headers } from "next/headers";
import type { Author } from "@/domain/access/audit";
import { environment } from "@/env";

/** Where a request comes from. */
export type Client = {
  /** Null where it is not known. */
  readonly address: string | null;
  readonly agent: string | null;
  /** Whether the browser speaks TLS with us, or with a proxy that we trust. */
  readonly isSecure: boolean;
  /** The origin that the browser knows us by. */
  readonly origin: string;
};

const AGENT_LENGTH_MAX = 300;

/** Forwarded headers of anyone but trusted proxies are gone before a request comes here: see `forwarded.ts`. */
export async function readClient(): Promise<Client> {
  return clientOf(await headers());
}

function clientOf(given: Headers): Client {
  const { publicUrl, host, port } = environment();
  const scheme = given.get("x-forwarded-proto") === "https" ? "https" : "http";
  const seenAt = given.get("x-forwarded-host") ?? given.get("host") ?? `${host}:${port}`;
  return {
    address: given.get("x-forwarded-for"),
    agent: given.get("user-agent")?.slice(0, AGENT_LENGTH_MAX).toWellFormed() ?? null,
    isSecure: publicUrl?.protocol === "https:" || scheme === "https",
    origin: publicUrl?.origin ?? `${scheme}://${seenAt}`,
  };
}

/** Someone who is not signed in. */
export function nobodyAt({ address, agent }: Client): Author {
  return { kind: "nobody", id: null, name: "not signed in", address, agent };
}
