"use server";

import { cookies } from "next/headers";
import { parseSingleKeys } from "@/domain/values/preferences/single-keys";
import { parseTheme } from "@/domain/values/preferences/theme";
import { formOf } from "@/server/http/or-not-found";
import { BLUR_COOKIE } from "@/server/preferences/blur";
import { SINGLE_KEYS_COOKIE } from "@/server/preferences/single-keys";
import { THEME_COOKIE } from "@/server/preferences/theme";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers the colour scheme in this browser. */
export async function chooseTheme(sent: FormData): Promise<void> {
  const form = formOf(sent);
  await remember(THEME_COOKIE, parseTheme(form.get("theme")));
}

/** Remembers in this browser whether shortcuts of a single character are on. */
export async function chooseSingleKeys(sent: FormData): Promise<void> {
  const form = formOf(sent);
  await remember(SINGLE_KEYS_COOKIE, parseSingleKeys(form.get("single_keys")) ? "on" : "off");
}

/** Remembers in this browser whether names are blurred. */
export async function chooseBlur(sent: FormData): Promise<void> {
  const form = formOf(sent);
  await remember(BLUR_COOKIE, form.get("blur") === "on" ? "on" : "off");
}

async function remember(cookie: string, value: string): Promise<void> {
  (await cookies()).set(cookie, value, { maxAge: YEAR_SECONDS, httpOnly: true, sameSite: "lax", path: "/" });
}
