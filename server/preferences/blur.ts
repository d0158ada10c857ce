import { cookies } from "next/headers";

export const BLUR_COOKIE = "relink-blur";

/**
 * Returns true if names are blurred in this browser, for screen sharing. It is a cookie, so that not even the first paint shows
 * them.
 */
export async function readBlur(): Promise<boolean> {
  return (await cookies()).get(BLUR_COOKIE)?.value === "on";
}
