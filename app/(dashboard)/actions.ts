"use server";

import { cookies } from "next/headers";
import { THEME_COOKIE } from "@/app/theme";
import { parseTheme } from "@/components/shell/themes";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers the colour scheme in this browser. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = parseTheme(form.get("theme"));
  const options = { maxAge: YEAR_SECONDS, httpOnly: true, sameSite: "lax", path: "/" } as const;
  (await cookies()).set(THEME_COOKIE, theme, options);
}
