import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { isPrivateOnTheWay, type OpenIdSettings } from "@/env";
import {
  type Failure,
  failureOf,
  failureOfError,
  isClientRefused,
  type OpenIdProblem,
  reportFailure,
} from "./open-id-failure";

export type Refused = {
  readonly problem: OpenIdProblem;
  /** The person it concerns, if they are known here. */
  readonly email?: string;
};

/** What the provider must send back; kept until then. */
export type KeptRequest = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** Someone the provider vouches for. */
export type Arrival = {
  readonly issuer: string;
  readonly subject: string;
  /** When the provider last asked them to sign in, in milliseconds; null if it doesn't say. */
  readonly signedInAt: number | null;
  /** Reads their profile; asks userinfo too if the ID token is incomplete. */
  findProfile(): Promise<Profile | Refused>;
};

export type Profile = {
  readonly email: string | null;
  /** True if the provider vouches for the address; unknown if it doesn't say. */
  readonly isEmailConfirmed: boolean | "unknown";
  readonly name: string | null;
};

type Provider = {
  readonly configuration: Configuration;
  /** Why this provider is unusable; null if it is usable. */
  readonly failure: Failure | null;
  /** Client authentication methods, the preferred one first. */
  readonly authentications: ClientAuth[];
};

const TIMEOUT_SECONDS = 10;
const ENDPOINTS = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] as const;
/** OpenID Connect Core, section 2, allows no longer subject. */
const SUBJECT_LENGTH_MAX = 255;

/** Null counts as missing; anything but a clear yes counts as no. Some providers send strings, Entra sends digits. */
const flag = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === undefined || value === null) return undefined;
    return value === true || ["true", "1"].includes(String(value).toLowerCase());
  });
const text = z.string().optional().catch(undefined);
const claimsSchema = z
  .object({ email: text, name: text, email_verified: flag, xms_edov: flag })
  // Entra has no email_verified, but may say whether the owner of the address's domain is verified.
  .transform(({ email, name, email_verified, xms_edov }) => ({ email, name, isConfirmed: email_verified ?? xms_edov }));
type Claims = z.infer<typeof claimsSchema>;

// In the module, not on globalThis: it holds instances of a class, and each of Next's bundles has its own.
const known = new WeakMap<OpenIdSettings, Promise<Provider>>();

/** Returns the URL to send the browser to for sign-in. With `mustAskAgain`, the provider has to re-authenticate the person. */
export async function beginOpenId(
  settings: OpenIdSettings,
  backTo: URL,
  { mustAskAgain }: { readonly mustAskAgain: boolean } = { mustAskAgain: false },
): Promise<{ readonly address: URL; readonly kept: KeptRequest } | Refused> {
  const provider = await findProvider(settings);
  if ("problem" in provider) return provider;
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const address = buildAuthorizationUrl(provider.configuration, {
    redirect_uri: backTo.href,
    scope: "openid email profile",
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(mustAskAgain ? { prompt: "login", max_age: "0" } : {}),
  });
  return { address, kept: { state, nonce, verifier } };
}

/** Returns who came back from the provider, if the response matches what was kept. */
export async function finishOpenId(settings: OpenIdSettings, back: URL, kept: KeptRequest): Promise<Arrival | Refused> {
  const state = back.searchParams.get("state");
  const error = back.searchParams.get("error");
  // Some providers return errors without a state.
  if (state !== kept.state && (state !== null || error === null))
    return reportFailure("return", { problem: "expired", cause: "state" });
  if (error !== null) return reportFailure("return", failureOfError(error));
  const provider = await findProvider(settings);
  if ("problem" in provider) return provider;
  const { configuration } = provider;
  try {
    const tokens = await requestTokens(provider, back, kept);
    const { iss: issuer, sub: subject, auth_time, ...claims } = tokens.claims() ?? { iss: "", sub: "" };
    if (subject === "" || subject.length > SUBJECT_LENGTH_MAX)
      return reportFailure("tokens", { problem: "misconfigured", cause: "sub" });
    const findProfile = () => profileOf(settings, configuration, tokens.access_token, subject, claims);
    const signedInAt = typeof auth_time === "number" ? auth_time * 1_000 : null;
    return { issuer, subject, signedInAt, findProfile };
  } catch (fault) {
    return reportFailure("tokens", failureOf(fault));
  }
}

/** Tries the next authentication method if the provider refuses one: it may list more than this client is registered for. */
async function requestTokens({ configuration, authentications }: Provider, back: URL, kept: KeptRequest) {
  const checks = {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.verifier,
    idTokenExpected: true,
  };
  for (let triesLeft = authentications.length; ; triesLeft--) {
    const tried = authentications[0];
    try {
      return await authorizationCodeGrant(configuration, back, checks);
    } catch (fault) {
      if (triesLeft <= 1 || !isClientRefused(fault)) throw fault;
      // Unless another sign-in moved it meanwhile.
      if (tried && tried === authentications[0]) authentications.push(...authentications.splice(0, 1));
    }
  }
}

async function profileOf(
  settings: OpenIdSettings,
  configuration: Configuration,
  accessToken: string,
  subject: string,
  idTokenClaims: unknown,
): Promise<Profile | Refused> {
  const idToken = claimsSchema.parse(idTokenClaims);
  const isComplete = idToken.email !== undefined && idToken.isConfirmed !== undefined;
  const canAsk = configuration.serverMetadata().userinfo_endpoint !== undefined;
  try {
    const userInfo =
      isComplete || !canAsk ? {} : claimsSchema.parse(await fetchUserInfo(configuration, accessToken, subject));
    return combine(idToken, userInfo, settings.trustsEmail);
  } catch (fault) {
    return reportFailure("userinfo", failureOf(fault));
  }
}

/** Keeps an address together with its confirmation: of two addresses, the one with a confirmation claim wins. */
function combine(idToken: Claims, userInfo: Partial<Claims>, trustsEmail: boolean): Profile {
  const sources = [idToken, userInfo];
  const { email, isConfirmed } = sources.find((one) => one.email !== undefined && one.isConfirmed !== undefined) ?? {
    email: idToken.email ?? userInfo.email,
    isConfirmed: idToken.isConfirmed ?? userInfo.isConfirmed,
  };
  return {
    email: email ?? null,
    isEmailConfirmed: isConfirmed ?? (trustsEmail || "unknown"),
    name: idToken.name ?? userInfo.name ?? null,
  };
}

/** Discovers the provider once; tries again after a failure. */
async function findProvider(settings: OpenIdSettings): Promise<Provider | Refused> {
  const provider = known.get(settings) ?? discover(settings);
  known.set(settings, provider);
  try {
    const found = await provider;
    if (found.failure === null) return found;
    known.delete(settings);
    return reportFailure("discovery", found.failure);
  } catch (fault) {
    known.delete(settings);
    return reportFailure("discovery", failureOf(fault));
  }
}

async function discover({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Provider> {
  const authentications: ClientAuth[] = [];
  const authenticate: ClientAuth = (...request) => authentications[0]?.(...request);
  const configuration = await discovery(issuer, clientId, clientSecret, authenticate, {
    timeout: TIMEOUT_SECONDS,
    // By default the library trusts TLS in place of the signature. Only providers on this machine may do without TLS.
    execute: [enableNonRepudiationChecks, ...(issuer.protocol === "http:" ? [allowInsecureRequests] : [])],
  });
  // OpenID Connect Discovery, section 3: a provider that lists no methods takes client_secret_basic. Some of those want
  // client_secret_post all the same.
  const listed = configuration.serverMetadata().token_endpoint_auth_methods_supported;
  const isTaken = (method: string) => !listed?.length || listed.includes(method);
  if (isTaken("client_secret_basic")) authentications.push(ClientSecretBasic(clientSecret));
  if (isTaken("client_secret_post")) authentications.push(ClientSecretPost(clientSecret));
  return { configuration, authentications, failure: failureIn(configuration, authentications) };
}

function failureIn(configuration: Configuration, authentications: readonly ClientAuth[]): Failure | null {
  const about = ENDPOINTS.find((name) => !isPrivate(configuration.serverMetadata()[name]));
  if (about) return { problem: "misconfigured", cause: "unencrypted_endpoint", about };
  if (authentications.length === 0) return { problem: "misconfigured", cause: "no_client_secret_accepted" };
  return null;
}

function isPrivate(endpoint: string | undefined): boolean {
  return endpoint === undefined || (URL.canParse(endpoint) && isPrivateOnTheWay(new URL(endpoint)));
}
