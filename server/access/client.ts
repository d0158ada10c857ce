import { headers } from "next/headers";
import type { Author } from "@/domain/access/audit";
import { environment } from "@/env";

export type Client = {
  /** Null if unknown. */
  readonly address: string | null;
  readonly agent: string | null;
  /** True if the browser uses TLS with us, or with a trusted proxy. */
  readonly isSecure: boolean;
  /** Our origin as the browser sees it. */
  readonly origin: string;
};

const AGENT_LENGTH_MAX = 300;

/** Reads the client from the request headers. Forwarded headers from untrusted peers are already removed: see `forwarded.ts`. */
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

/** The author of a deed by someone who isn't signed in. */
export function nobodyAt({ address, agent }: Client): Author {
  return { kind: "nobody", id: null, name: "not signed in", address, agent };
}
