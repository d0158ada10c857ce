import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/app/access/path-header";
import { environment } from "@/env";

/** Pages only: never the webhook, whose body Next would cut at 10 MB, nor files. */
export const config = { matcher: ["/((?!api/|_next/static/|icon.svg$).*)"] };

/** As much as Next takes for a form. */
const FORM_BYTES_MAX = 1024 * 1024;
const TWO_YEARS_SECONDS = 63_072_000;

/**
 * What holds for every page: its scripts are those of this answer and nobody else's (a nonce), and its layout learns where it is.
 * Next answers a plain 500 to an address whose percent signs encode nothing, such as `/users/100%`. Such an address names
 * nothing, so it gets the page that says so. So does a form of the doctor that is larger than Next takes.
 */
export function proxy(request: NextRequest): NextResponse {
  if (Number(request.headers.get("content-length") ?? 0) > FORM_BYTES_MAX) {
    return NextResponse.redirect(new URL("/doctor?too_large=1", request.url), 303);
  }
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = isDecodable(request.nextUrl.pathname)
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL("/nothing", request.url), { request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isOverTls(request)) response.headers.set("strict-transport-security", `max-age=${TWO_YEARS_SECONDS}`);
  return response;
}

/** No request of the browser leaves the deployment: the policy enforces what the pages promise. */
function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === "development";
  const { openId } = environment();
  return [
    "default-src 'none'",
    // Development mode evaluates.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src-elem 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Widths of bars and the like: attributes can't load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    // A form may lead to the single sign-on provider, by a redirect.
    `form-action 'self'${openId ? ` ${openId.issuer.origin}` : ""}`,
    "frame-ancestors 'none'",
  ].join("; ");
}

function isOverTls(request: NextRequest): boolean {
  return environment().publicUrl?.protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
