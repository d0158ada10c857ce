import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { clock } from "@/clock";
import { getStore } from "@/db";
import type { By } from "@/domain/audit";
import { NAME_LENGTH_MAX, type Person, parseEmail, parseName } from "@/domain/person";
import { hashSecret, mintSecret } from "@/domain/sign-in";
import { environment, type OpenIdSettings } from "@/env";
import { faultName } from "@/server/faults";
import { log } from "@/server/log";
import { keepSecret, readSecret } from "./secret-cookies";

/** Why nobody was signed in, for the sign-in page to put into words. */
export const OPEN_ID_PROBLEMS = ["unreachable", "cancelled", "not_invited", "no_email", "failed"] as const;
export type OpenIdProblem = (typeof OPEN_ID_PROBLEMS)[number];
export type OpenIdOutcome = { readonly person: Person; readonly next: string } | { readonly problem: OpenIdProblem };

const TIMEOUT_SECONDS = 10;
const PATH_BACK = "/api/sign-in/openid";

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  name: z.string().optional(),
});

// In the module, not on globalThis: it is an instance of a class, of which each of Next's bundles has its own.
let known: Promise<Configuration> | undefined;

/** Where to send the browser to sign in at the provider; what must come back with it is kept until then. */
export async function openIdAddress(settings: OpenIdSettings, next: string): Promise<URL | null> {
  const configuration = await configurationOf(settings).catch(() => null);
  if (!configuration) return null;
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const asked = mintSecret();
  await getStore().challenges.ask(asked.hash, { kind: "openid", state, nonce, verifier, next }, clock.now());
  await keepSecret("challenge", asked.text);
  return buildAuthorizationUrl(configuration, {
    redirect_uri: addressBack().href,
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
}

/** Who came back from the provider, if what they bring is what was asked for. The first time, an invitation or a domain lets them in. */
export async function personFromOpenId(settings: OpenIdSettings, search: string, by: By): Promise<OpenIdOutcome> {
  const secret = await readSecret("challenge");
  const asked = secret === null ? null : await getStore().challenges.take(hashSecret(secret), by.at);
  if (asked?.kind !== "openid") return { problem: "failed" };
  if (new URLSearchParams(search).has("error")) return { problem: "cancelled" };
  const configuration = await configurationOf(settings).catch(() => null);
  if (!configuration) return { problem: "unreachable" };
  const back = addressBack();
  back.search = search;
  try {
    const tokens = await authorizationCodeGrant(configuration, back, {
      expectedState: asked.state,
      expectedNonce: asked.nonce,
      pkceCodeVerifier: asked.verifier,
      idTokenExpected: true,
    });
    const told = claimsSchema.parse(tokens.claims());
    // Some tell the address only to who asks for it.
    const more = told.email === undefined ? await fetchUserInfo(configuration, tokens.access_token, told.sub) : {};
    const found = await findPerson(settings, claimsSchema.parse({ ...more, ...told }), by);
    return "problem" in found ? found : { person: found, next: asked.next };
  } catch (fault) {
    log().warn({ fault: faultName(fault) }, "single sign-on failed");
    return { problem: "failed" };
  }
}

async function findPerson(
  settings: OpenIdSettings,
  claims: z.infer<typeof claimsSchema>,
  by: By,
): Promise<Person | { readonly problem: OpenIdProblem }> {
  const { people, links } = getStore();
  const known = await people.findByIdentity(claims.iss, claims.sub);
  if (known) return known;

  const isConfirmed = claims.email_verified === true || (claims.email_verified === undefined && settings.trustsEmail);
  const email = isConfirmed ? parseEmail(claims.email) : null;
  if (email === null) return { problem: "no_email" };
  const person = (await people.findByEmail(email)) ?? (await newcomer());
  if (!person) return { problem: "not_invited" };
  const author = { ...by.author, kind: "person" as const, id: person.id, name: person.email };
  await people.linkIdentity(person.id, claims.iss, claims.sub, { ...by, author });
  return person;

  async function newcomer(): Promise<Person | null> {
    const invitation = (await links.list(by.at)).find((link) => link.kind === "invitation" && link.email === email);
    const isOurs = settings.domains.includes(email?.slice(email.lastIndexOf("@") + 1) ?? "");
    const role = invitation?.role ?? (isOurs ? "viewer" : null);
    if (role === null || email === null) return null;
    const name = parseName(claims.name?.slice(0, NAME_LENGTH_MAX)) ?? email;
    const outcome = await people.create({ email, name, role, passwordHash: null }, { deed: "joined" }, by);
    return "person" in outcome ? outcome.person : null;
  }
}

/** What the provider says of itself, asked once; again after a failure. */
function configurationOf({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Configuration> {
  known ??= discovery(issuer, clientId, clientSecret, ClientSecretPost(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    // Only where the admin wrote http: themselves, such as for a provider on the same machine.
    execute: issuer.protocol === "http:" ? [allowInsecureRequests] : [],
  }).catch((fault: unknown) => {
    known = undefined;
    log().error({ fault: faultName(fault) }, "the single sign-on provider does not answer");
    throw fault;
  });
  return known;
}

/** Where the provider sends browsers back to: never what a request says, always what the admin configured. */
function addressBack(): URL {
  const { publicUrl } = environment();
  if (!publicUrl) throw new Error("Single sign-on needs RELINK_PUBLIC_URL");
  return new URL(PATH_BACK, publicUrl.origin);
}
