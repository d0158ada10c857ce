import { cookies } from "next/headers";
import { CHALLENGE_LIFE_MS, SESSION_LIFE_MS } from "@/domain/access/sign-in";
import { readClient } from "./client";

/** The secrets that a browser keeps for us. Scripts can't read them, and other sites can't make it send them with a form. */
const LIFE_MS = {
  session: SESSION_LIFE_MS,
  /** Which browser this is, so that nobody else's failures keep its people out. */
  device: 365 * 86_400_000,
  /** What it has been asked and has to answer: a second step, a passkey. */
  challenge: CHALLENGE_LIFE_MS,
  /** A user's reconnect link, until they come back from OFAuth: its sessions live for about an hour. */
  reconnect: 6 * 3_600_000,
};

type SecretCookie = keyof typeof LIFE_MS;

/** The `__Host-` prefix makes browsers refuse it from anywhere but this very host, over TLS. */
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
