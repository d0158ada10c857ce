import { cookies } from "next/headers";
import { parseSingleKeys } from "@/domain/values/preferences/single-keys";

export const SINGLE_KEYS_COOKIE = "relink-single-keys";

/** Returns true if single-key shortcuts are on in this browser. */
export async function readSingleKeys(): Promise<boolean> {
  return parseSingleKeys((await cookies()).get(SINGLE_KEYS_COOKIE)?.value);
}
