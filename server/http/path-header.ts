/** Where proxy.ts notes which page was asked for. */
export const PATH_HEADER = "x-relink-path";
