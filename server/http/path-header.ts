/** Request header in which proxy.ts passes on the page that was asked for. */
export const PATH_HEADER = "x-relink-path";
