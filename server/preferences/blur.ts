import { cookies } from "next/headers";

export const BLUR_COOKIE = "relink-blur";

/** Whether names are blurred in this browser, for sharing the screen; a cookie, so that not even the first picture shows them. */
export async function readBlur(): Promise<boolean> {
  return (await cookies()).get(BLUR_COOKIE)?.value === "on";
}
