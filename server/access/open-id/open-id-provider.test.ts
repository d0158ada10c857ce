import { pino } from "pino";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { OpenIdSettings } from "@/env";
import { processWide } from "@/server/process/process-wide";
import {
  comeBackFrom,
  type ProviderBehaviour,
  STUB_CLIENT,
  type StubProvider,
  startStubProvider,
} from "@/testing/servers/stub-provider";
import { type Arrival, beginOpenId, finishOpenId, type Profile } from "./open-id-provider";

const BACK_TO = new URL("https://relink.example.com/api/sign-in/openid");
const ANA = { email: "ana@example.test", name: "Ana Rivera" };

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  globalThis.relink?.delete("log");
  processWide("log", () => pino({ base: null }, { write: (line) => void lines.push(line) }));
  onTestFinished(() => void globalThis.relink?.delete("log"));
});

function settingsFor(provider: Pick<StubProvider, "issuer">, changed: Partial<OpenIdSettings> = {}): OpenIdSettings {
  const client = { clientId: STUB_CLIENT.id, clientSecret: STUB_CLIENT.secret };
  return { issuer: provider.issuer, ...client, name: "Stub", domains: [], trustsEmail: false, ...changed };
}

/** Takes a browser to the provider and back; `onTheWay` happens while it is there. */
async function arrive(settings: OpenIdSettings, onTheWay: (back: URL) => unknown = () => {}) {
  const begun = await beginOpenId(settings, BACK_TO);
  if ("problem" in begun) return begun;
  const back = await comeBackFrom(begun.address);
  await onTheWay(back);
  return finishOpenId(settings, back, begun.kept);
}

async function profileAt(behaviour: ProviderBehaviour, changed: Partial<OpenIdSettings> = {}) {
  const arrived = await arrive(settingsFor(await startStubProvider(behaviour), changed));
  return "problem" in arrived ? arrived : arrived.findProfile();
}

const confirmed = { ...ANA, isEmailConfirmed: true } satisfies Profile;

type Row = {
  readonly provider: string;
  readonly behaviour: ProviderBehaviour;
  readonly settings?: Partial<OpenIdSettings>;
  readonly expected: Profile | { readonly problem: string };
};

const BOTH_AND_MORE = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

/** As described in each provider's documentation of metadata, ID tokens and userinfo. */
const PROVIDERS: readonly Row[] = [
  {
    provider: "Google, which confirms addresses in the ID token",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"] },
      idToken: { ...ANA, email_verified: true, hd: "example.test", picture: "https://example.test/a.png" },
      userInfoStatus: 500,
    },
    expected: confirmed,
  },
  {
    provider: "Okta, whose thin ID token leaves the address to userinfo",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: [...BOTH_AND_MORE, "none"] },
      idToken: { preferred_username: "ana@example.test" },
      userInfo: { ...ANA, email_verified: true },
    },
    expected: confirmed,
  },
  {
    provider: "Okta, whose ID token has the address, and userinfo that it is confirmed",
    behaviour: { idToken: { email: ANA.email }, userInfo: { ...ANA, email_verified: true } },
    expected: confirmed,
  },
  {
    provider: "Okta, with an app that takes the secret in the body alone though both ways are listed",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: BOTH_AND_MORE },
      clientAuthentication: "client_secret_post",
      challengesClients: true,
      idToken: { ...ANA, email_verified: true },
    },
    expected: confirmed,
  },
  {
    provider: "Entra, which says nothing of confirmation",
    behaviour: {
      metadata: {
        token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
      },
      idToken: { ...ANA, preferred_username: "ana@example.test", tid: "tenant" },
      userInfo: { ...ANA, picture: "https://example.test/photo" },
    },
    expected: { ...ANA, isEmailConfirmed: "unknown" },
  },
  {
    provider: "Entra, whose addresses the admin trusts",
    behaviour: { idToken: { ...ANA, preferred_username: "ana@example.test" }, userInfo: ANA },
    settings: { trustsEmail: true },
    expected: confirmed,
  },
  {
    provider: "Entra, which says that the domain's owner is verified",
    behaviour: { idToken: { ...ANA, xms_edov: "1" }, userInfo: ANA },
    expected: confirmed,
  },
  {
    provider: "Entra, which says that the domain's owner isn't, however much the admin trusts it",
    behaviour: { idToken: { ...ANA, xms_edov: false }, userInfo: ANA },
    settings: { trustsEmail: true },
    expected: { ...ANA, isEmailConfirmed: false },
  },
  {
    provider: "Entra without an address: preferred_username is none",
    behaviour: { idToken: { preferred_username: "ana@example.test", name: ANA.name } },
    settings: { trustsEmail: true },
    expected: { email: null, name: ANA.name, isEmailConfirmed: true },
  },
  {
    provider: "Keycloak, with all claims in the ID token",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: [...BOTH_AND_MORE, "tls_client_auth", "client_secret_jwt"] },
      idToken: { ...ANA, email_verified: true, preferred_username: "ana", given_name: "Ana", family_name: "Rivera" },
    },
    expected: confirmed,
  },
  {
    provider: "Keycloak, with an address that isn't confirmed",
    behaviour: { idToken: { ...ANA, email_verified: false } },
    settings: { trustsEmail: true },
    expected: { ...ANA, isEmailConfirmed: false },
  },
  {
    provider: "Authentik, with null claims and without listed client authentication",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: undefined },
      idToken: { email: ANA.email, email_verified: true, name: null, picture: null, nickname: null },
    },
    expected: { email: ANA.email, name: null, isEmailConfirmed: true },
  },
  {
    provider: "JumpCloud with client_secret_basic, a thin ID token and null claims",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: ["client_secret_basic"] },
      clientAuthentication: "client_secret_basic",
      idToken: { email: null, email_verified: null, name: null },
      userInfo: { ...ANA, email_verified: true, picture: null },
    },
    expected: confirmed,
  },
  {
    provider: "JumpCloud with client_secret_post",
    behaviour: {
      metadata: { token_endpoint_auth_methods_supported: ["client_secret_post"] },
      clientAuthentication: "client_secret_post",
      userInfo: { ...ANA, email_verified: true },
    },
    expected: confirmed,
  },
  {
    provider: "a provider that lists no way and takes the secret in the body",
    behaviour: { clientAuthentication: "client_secret_post", idToken: { ...ANA, email_verified: true } },
    expected: confirmed,
  },
  {
    provider: "a provider whose list of ways is empty",
    behaviour: { metadata: { token_endpoint_auth_methods_supported: [] }, idToken: { ...ANA, email_verified: true } },
    expected: confirmed,
  },
  {
    provider: 'a provider that says "true" in words',
    behaviour: { idToken: { ...ANA, email_verified: "true" } },
    expected: confirmed,
  },
  {
    provider: 'a provider that says "false" in words',
    behaviour: { idToken: { ...ANA, email_verified: "false" } },
    settings: { trustsEmail: true },
    expected: { ...ANA, isEmailConfirmed: false },
  },
  {
    provider: "a provider whose answer about confirmation has no meaning",
    behaviour: { idToken: { ...ANA, email_verified: "maybe" } },
    settings: { trustsEmail: true },
    expected: { ...ANA, isEmailConfirmed: false },
  },
  {
    provider: "a provider without userinfo",
    behaviour: { metadata: { userinfo_endpoint: undefined }, idToken: ANA },
    settings: { trustsEmail: true },
    expected: confirmed,
  },
  {
    provider: "a provider whose userinfo confirms another address than the ID token has",
    behaviour: { idToken: ANA, userInfo: { email: "bo@example.test", email_verified: true } },
    expected: { ...ANA, email: "bo@example.test", isEmailConfirmed: true },
  },
  {
    provider: "a provider whose ID token confirms an address that userinfo says isn't",
    behaviour: { idToken: { email_verified: true }, userInfo: { ...ANA, email_verified: false } },
    expected: { ...ANA, isEmailConfirmed: false },
  },
];

describe("people sign in through", () => {
  test.each(PROVIDERS)("$provider", async ({ behaviour, settings, expected }) => {
    expect(await profileAt(behaviour, settings)).toEqual(expected);
  });

  test("a provider whose userinfo is not asked for once the person is known", async () => {
    const provider = await startStubProvider({ userInfo: ANA });
    const arrived = await arrive(settingsFor(provider));
    expect(arrived).toMatchObject({ issuer: provider.issuer.href, subject: "subject-1" });
    expect(provider.requests).not.toContain("/userinfo");
  });

  test("a provider that accepts the secret in one way only, and the other is tried once", async () => {
    const listed = { token_endpoint_auth_methods_supported: BOTH_AND_MORE };
    const provider = await startStubProvider({ metadata: listed, clientAuthentication: "client_secret_post" });
    const settings = settingsFor(provider);
    await arrive(settings);
    await arrive(settings);
    expect(provider.requests.filter((path) => path === "/token")).toHaveLength(3);
  });
});

type Failure = {
  readonly what: string;
  readonly behaviour?: ProviderBehaviour;
  readonly settings?: Partial<OpenIdSettings>;
  readonly onTheWay?: (back: URL) => unknown;
  readonly problem: string;
  readonly logged: Readonly<Record<string, unknown>>;
};

const FAILURES: readonly Failure[] = [
  {
    what: "the provider fails at discovery",
    behaviour: { discoveryStatus: 503 },
    problem: "unreachable",
    logged: { step: "discovery", cause: "OAUTH_RESPONSE_IS_NOT_CONFORM", status: 503 },
  },
  {
    what: "the issuer's address leads to no provider",
    behaviour: { discoveryStatus: 404 },
    problem: "misconfigured",
    logged: { step: "discovery", cause: "OAUTH_RESPONSE_IS_NOT_CONFORM", status: 404 },
  },
  {
    what: "the provider's issuer differs from the one in the settings",
    behaviour: { metadata: { issuer: "https://other.example.test" } },
    problem: "misconfigured",
    logged: { step: "discovery", cause: "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED", about: "issuer" },
  },
  {
    what: "the provider accepts no client secret",
    behaviour: { metadata: { token_endpoint_auth_methods_supported: ["private_key_jwt"] } },
    problem: "misconfigured",
    logged: { step: "discovery", cause: "no_client_secret_accepted" },
  },
  {
    what: "the client secret is wrong",
    settings: { clientSecret: "another" },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "OAUTH_RESPONSE_BODY_ERROR", error: "invalid_client", status: 401 },
  },
  {
    what: "the provider fails at the token endpoint",
    behaviour: { tokenError: { status: 500, error: "server_error" } },
    problem: "unreachable",
    logged: { step: "tokens", status: 500 },
  },
  {
    what: "the code has expired",
    behaviour: { tokenError: { status: 400, error: "invalid_grant" } },
    problem: "expired",
    logged: { step: "tokens", error: "invalid_grant" },
  },
  {
    what: "another tab's response comes back",
    onTheWay: (back) => back.searchParams.set("state", "of another tab"),
    problem: "expired",
    logged: { step: "return", cause: "state" },
  },
  {
    what: "the ID token is for another client",
    behaviour: { idToken: { aud: "another" } },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "OAUTH_JWT_CLAIM_COMPARISON_FAILED", about: "aud" },
  },
  {
    what: "the clocks differ",
    behaviour: { idToken: { exp: 1_000 } },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "OAUTH_JWT_TIMESTAMP_CHECK_FAILED", about: "exp" },
  },
  {
    what: "the ID token is signed by somebody else",
    behaviour: { signsWithForeignKey: true },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "OAUTH_INVALID_RESPONSE" },
  },
  {
    what: "the ID token is signed with the client secret, which we never accept",
    behaviour: { algorithm: "HS256", metadata: { id_token_signing_alg_values_supported: ["RS256", "HS256"] } },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "OAUTH_UNSUPPORTED_OPERATION" },
  },
  {
    what: "a provider on this machine refers us to http elsewhere",
    behaviour: { metadata: { token_endpoint: "http://provider.example.test/token" } },
    problem: "misconfigured",
    logged: { step: "discovery", cause: "unencrypted_endpoint", about: "token_endpoint" },
  },
  {
    what: "the person's subject id is too long to store",
    behaviour: { idToken: { sub: "x".repeat(256) } },
    problem: "misconfigured",
    logged: { step: "tokens", cause: "sub" },
  },
  {
    what: "userinfo fails",
    behaviour: { idToken: { email: ANA.email }, userInfoStatus: 502 },
    settings: { trustsEmail: true },
    problem: "unreachable",
    logged: { step: "userinfo", status: 502 },
  },
  {
    what: "userinfo is about somebody else",
    behaviour: { userInfo: { ...ANA, sub: "subject-2", email_verified: true } },
    problem: "misconfigured",
    logged: { step: "userinfo", about: "sub" },
  },
  ...(
    [
      ["access_denied", "cancelled"],
      ["login_required", "cancelled"],
      ["temporarily_unavailable", "unreachable"],
      ["server_error", "unreachable"],
      ["unauthorized_client", "misconfigured"],
      ["invalid_scope", "misconfigured"],
    ] as const
  ).map(([error, problem]) => ({
    what: `the provider returns ${error}`,
    onTheWay: (back: URL) => {
      back.searchParams.delete("code");
      back.searchParams.set("error", error);
    },
    problem,
    logged: { step: "return", error },
  })),
];

describe("the log names the cause, without personal data, when", () => {
  test.each(FAILURES)("$what", async ({ behaviour, settings, onTheWay, problem, logged }) => {
    const provider = await startStubProvider({ idToken: ANA, ...behaviour });
    const arrived = await arrive(settingsFor(provider, settings), onTheWay);
    const outcome = "problem" in arrived ? arrived : await arrived.findProfile();
    expect(outcome).toEqual({ problem });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: "single sign-on failed", problem, ...logged });
    expect(lines[0]).not.toMatch(/ana|rivera|subject-|access token|code-|of the tests/i);
  });

  test("the provider is down, before or after the browser's visit", async () => {
    const provider = await startStubProvider();
    const settings = settingsFor(provider);
    expect(await arrive(settings, provider.close)).toEqual({ problem: "unreachable" });
    expect(await arrive(settingsFor(provider))).toEqual({ problem: "unreachable" });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { step: "tokens", cause: "ECONNREFUSED" },
      { step: "discovery", cause: "ECONNREFUSED" },
    ]);
  });

  test("someone makes up an error to get their words logged", async () => {
    const settings = settingsFor(await startStubProvider());
    const words = (back: URL) => back.searchParams.set("error", "Jane Private");
    expect(await arrive(settings, words)).toEqual({ problem: "misconfigured" });
    expect(lines.join()).not.toContain("Private");
  });

  test("the provider fails, and sign-in works again once it is repaired", async () => {
    const provider = await startStubProvider({ discoveryStatus: 503 });
    const settings = settingsFor(provider);
    expect(await arrive(settings)).toEqual({ problem: "unreachable" });
    provider.behave({});
    expect(await arrive(settings)).toMatchObject({ subject: "subject-1" } satisfies Partial<Arrival>);
  });
});
