import { type NextRequest, NextResponse } from "next/server";

export const config = { matcher: ["/connections/:path*", "/users/:path*", "/events/:path*"] };

/**
 * Next answers a plain 500 to an address whose percent signs encode nothing, such as `/users/100%`. Such an address names
 * nothing, so it gets the page that says so. Only pages with an id in their path come by here: never the webhook, whose
 * body Next would cut at 10 MB.
 */
export function proxy(request: NextRequest): NextResponse {
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
