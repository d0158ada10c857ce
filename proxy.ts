import { type NextRequest, NextResponse } from "next/server";

export const config = { matcher: ["/connections/:path*", "/users/:path*", "/events/:path*", "/doctor"] };

/** As much as Next takes for a form. */
const FORM_BYTES_MAX = 1024 * 1024;

/**
 * Next answers a plain 500 to an address whose percent signs encode nothing, such as `/users/100%`. Such an address names
 * nothing, so it gets the page that says so. So does a form of the doctor that is larger than Next takes. Only these pages come by
 * here: never the webhook, whose body Next would cut at 10 MB.
 */
export function proxy(request: NextRequest): NextResponse {
  if (Number(request.headers.get("content-length") ?? 0) > FORM_BYTES_MAX) {
    return NextResponse.redirect(new URL("/doctor?too_large=1", request.url), 303);
  }
  return isDecodable(request.nextUrl.pathname)
    ? NextResponse.next()
    : NextResponse.rewrite(new URL("/nothing", request.url));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
