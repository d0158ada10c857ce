import { type NextRequest, NextResponse } from "next/server";
import { environment } from "@/env";
import { randomness } from "@/randomness";
import { refuseForm } from "@/server/http/form-body";
import { PATH_HEADER } from "@/server/http/path-header";

/** Pages only: not the webhook, whose body Next would cut at 10 MB, and not the API, the metrics or static files. */
export const config = { matcher: ["/((?!api/|metrics$|_next/static/|icon.svg$).*)"] };

const FOREIGN = "This is done from Relink's own pages only. Open Relink, and try again there.";
const TWO_YEARS_SECONDS = 63_072_000;
/** Routes among the pages that return data, with their own policy. */
const DATA_PATH = /^\/events\/[^/]+\/body\/?$/;

/**
 * Gives every page a CSP with a per-response nonce, and passes its address on to the layout. Refuses requests made on behalf of
 * another site, and forms that are too large or never end.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  if (request.method !== "GET" && isForeign(request)) {
    return NextResponse.json({ error: "foreign_origin", message: FOREIGN }, { status: 403 });
  }
  const refusal = await refuseForm(request);
  if (refusal) return refusal;
  const policy = contentSecurityPolicy(randomness.bytes(16).toString("base64"));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  // If set here, it would override the stricter policy that such a route sets.
  if (!DATA_PATH.test(request.nextUrl.pathname)) response.headers.set("content-security-policy", policy);
  if (isOverTls(request)) response.headers.set("strict-transport-security", `max-age=${TWO_YEARS_SECONDS}`);
  return response;
}

/** Keeps all of the browser's requests within the deployment. */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  const { openId } = environment();
  return [
    "default-src 'none'",
    // Development mode uses eval.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src-elem 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // For widths of bars and the like; attributes can't load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    // A form may redirect to the single sign-on provider.
    `form-action 'self'${openId ? ` ${openId.issuer.origin}` : ""}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

function isOverTls(request: NextRequest): boolean {
  return environment().publicUrl?.protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
}

/** Returns true if a browser sends this on behalf of another site: see `server/http/own-origin.ts`. */
function isForeign(request: NextRequest): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
