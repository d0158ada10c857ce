import type { ConnectionSearch } from "@/domain/lists/connection-search";
import { formatLook } from "@/domain/lists/list-look";

export const DISPLAY_COOKIE = "relink-connections-look";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers columns, density and page size in this browser, for URLs that don't set them. */
export function rememberDisplay(search: ConnectionSearch): void {
  const value = encodeURIComponent(formatLook(search));
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve.
  document.cookie = `${DISPLAY_COOKIE}=${value}; path=/${search.list}; max-age=${YEAR_SECONDS}; samesite=lax`;
}
