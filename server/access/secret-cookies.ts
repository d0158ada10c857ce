import { cookies } from "next/headers";
import { CHALLENGE_LIFE_MS, SESSION_LIFE_MS } from "@/domain/access/sign-in";
import { readClient } from "./client";

/**
 * How long browsers keep our secrets. Scripts can't read these cookies, and other sites can't make the browser send them with a
 * form.
 */
const LIFE_MS = {
  session: SESSION_LIFE_MS,
  /** Identifies the browser, so that other people's failed sign-ins don't lock its user out. */
  device: 365 * 86_400_000,
  /** A pending challenge: a second step, a passkey. */
  challenge: CHALLENGE_LIFE_MS,
  /** A user's reconnect link, until they come back from OFAuth, whose sessions last about an hour. */
  reconnect: 6 * 3_600_000,
};

type SecretCookie = keyof typeof LIFE_MS;

/** With the `__Host-` prefix, browsers accept the cookie only from this exact host over TLS. */
function nameOf(cookie: SecretCookie, isSecure: boolean): string {
  return `${isSecure ? "__Host-" : ""}relink-${cookie}`;
}

export async function readSecret(cookie: SecretCookie): Promise<string | null> {
  const { isSecure } = await readClient();
  return (await cookies()).get(nameOf(cookie, isSecure))?.value || null;
}

export async function keepSecret(cookie: SecretCookie, secret: string): Promise<void> {
  const { isSecure } = await readClient();
  (await cookies()).set(nameOf(cookie, isSecure), secret, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure,
    path: "/",
    maxAge: LIFE_MS[cookie] / 1_000,
  });
}

export async function forgetSecret(cookie: SecretCookie): Promise<void> {
  const { isSecure } = await readClient();
  (await cookies()).set(nameOf(cookie, isSecure), "", {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure,
    path: "/",
    maxAge: 0,
  });
}
