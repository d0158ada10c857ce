import { cookies } from "next/headers";
import { parseTheme, type Theme } from "@/domain/values/preferences/theme";

export const THEME_COOKIE = "relink-theme";

/** Returns this browser's colour scheme. It is a cookie, so the first byte of HTML already has it. */
export async function readTheme(): Promise<Theme> {
  return parseTheme((await cookies()).get(THEME_COOKIE)?.value);
}
