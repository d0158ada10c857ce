import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export const STUB_CLIENT = { id: "relink", secret: "a secret: of the tests +/%" };

type Claims = Readonly<Record<string, unknown>>;

/** How an OpenID Connect provider behaves; by default as in the specification. */
export type ProviderBehaviour = {
  /** Added to the metadata of discovery; undefined removes a field. */
  readonly metadata?: Claims;
  readonly discoveryStatus?: number;
  /** The one way in which the client may authenticate at the token endpoint. */
  readonly clientAuthentication?: "client_secret_basic" | "client_secret_post";
  /** True if a refused client is sent a WWW-Authenticate header. */
  readonly challengesClients?: boolean;
  /** Added to the claims of the ID token. */
  readonly idToken?: Claims;
  readonly userInfo?: Claims;
  readonly userInfoStatus?: number;
  readonly tokenError?: { readonly status: number; readonly error: string };
  /** Signs ID tokens with a key that the provider doesn't publish. */
  readonly signsWithForeignKey?: boolean;
  readonly algorithm?: "RS256" | "HS256";
};

export type StubProvider = {
  readonly issuer: URL;
  /** The paths that were requested, in order. */
  readonly requests: readonly string[];
  behave(behaviour: ProviderBehaviour): void;
  close(): Promise<void>;
};

const KEY_ID = "key-1";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const foreignKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Starts an OpenID Connect provider with everyone signed in already. It checks the client, the code, PKCE and the return URL. */
export async function startStubProvider(first: ProviderBehaviour = {}): Promise<StubProvider> {
  let behaviour = first;
  const requests: string[] = [];
  const codes = new Map<string, URLSearchParams>();
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status = 200, headers = {}, body }) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = new URL(`http://127.0.0.1:${port}/`);
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  onTestFinished(close);
  return { issuer, requests, close, behave };

  function behave(next: ProviderBehaviour): void {
    behaviour = next;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", issuer);
    requests.push(url.pathname);
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return { status: behaviour.discoveryStatus ?? 200, body: metadata() };
      case "/authorize": {
        const code = `code-${codes.size + 1}`;
        codes.set(code, url.searchParams);
        const back = new URL(url.searchParams.get("redirect_uri") ?? "");
        back.search = new URLSearchParams({ code, state: url.searchParams.get("state") ?? "" }).toString();
        return { status: 303, headers: { location: back.href } };
      }
      case "/token":
        return token(request.headers.authorization, new URLSearchParams(await textOf(request)));
      case "/userinfo": {
        if (request.headers.authorization !== "Bearer an access token") return { status: 401, body: {} };
        return { status: behaviour.userInfoStatus ?? 200, body: { sub: "subject-1", ...behaviour.userInfo } };
      }
      case "/keys":
        return { body: { keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: KEY_ID, use: "sig" }] } };
      default:
        return { status: 404, body: {} };
    }
  }

  function metadata(): Claims {
    const at = (path: string) => new URL(path, issuer).href;
    return {
      issuer: issuer.href,
      authorization_endpoint: at("/authorize"),
      token_endpoint: at("/token"),
      userinfo_endpoint: at("/userinfo"),
      jwks_uri: at("/keys"),
      ...behaviour.metadata,
    };
  }

  function token(authorization: string | undefined, form: URLSearchParams): Answer {
    const refusal = behaviour.tokenError;
    if (refusal) return { status: refusal.status, body: { error: refusal.error } };
    if (!isClient(authorization, form)) {
      const headers = behaviour.challengesClients ? { "www-authenticate": 'Basic realm="stub"' } : {};
      return { status: 401, headers, body: { error: "invalid_client" } };
    }
    const asked = codes.get(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const fits = asked?.get("code_challenge") === challenge && asked.get("redirect_uri") === form.get("redirect_uri");
    if (!asked || !fits) return { status: 400, body: { error: "invalid_grant" } };
    codes.delete(form.get("code") ?? "");
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuer.href,
      sub: "subject-1",
      aud: STUB_CLIENT.id,
      iat: now,
      exp: now + 300,
      nonce: asked.get("nonce"),
      ...behaviour.idToken,
    };
    return { body: { access_token: "an access token", token_type: "Bearer", id_token: jwt(claims) } };
  }

  function isClient(authorization: string | undefined, form: URLSearchParams): boolean {
    if ((behaviour.clientAuthentication ?? "client_secret_basic") === "client_secret_post")
      return form.get("client_id") === STUB_CLIENT.id && form.get("client_secret") === STUB_CLIENT.secret;
    const encoded = [STUB_CLIENT.id, STUB_CLIENT.secret].map((part) =>
      new URLSearchParams({ part }).toString().slice(5),
    );
    return authorization === `Basic ${Buffer.from(encoded.join(":")).toString("base64")}` && !form.has("client_secret");
  }

  function jwt(claims: Claims): string {
    const algorithm = behaviour.algorithm ?? "RS256";
    const key: KeyObject = behaviour.signsWithForeignKey ? foreignKeys.privateKey : keys.privateKey;
    const parts = [{ alg: algorithm, kid: KEY_ID }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    return [...parts, sign("sha256", Buffer.from(parts.join(".")), key).toString("base64url")].join(".");
  }
}

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

/** Returns the URL with which a browser comes back from signing in at a URL. */
export async function comeBackFrom(address: URL): Promise<URL> {
  const response = await fetch(address, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "");
}
