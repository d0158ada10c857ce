import { getStore } from "@/db";
import type { By } from "@/domain/audit";
import type { Person } from "@/domain/person";
import { hashSecret, mintSecret } from "@/domain/sign-in";
import { environment, type OpenIdSettings } from "@/env";
import { reportFailure } from "./open-id-failure";
import { findOpenIdPerson } from "./open-id-person";
import { beginOpenId, finishOpenId, type Refused } from "./open-id-provider";
import { keepSecret, readSecret } from "./secret-cookies";

const PATH_BACK = "/api/sign-in/openid";

/** Returns where to send the browser to sign in at the provider; what must come back with it is kept until then. */
export async function openIdAddress(settings: OpenIdSettings, next: string): Promise<URL | Refused> {
  const begun = await beginOpenId(settings, addressBack());
  if ("problem" in begun) return begun;
  const asked = mintSecret();
  await getStore().challenges.ask(asked.hash, { kind: "openid", ...begun.kept, next }, Date.now());
  await keepSecret("challenge", asked.text);
  return begun.address;
}

/** Returns who came back from the provider, if what they bring is what was asked for. */
export async function personFromOpenId(
  settings: OpenIdSettings,
  search: string,
  by: By,
): Promise<{ readonly person: Person; readonly next: string } | Refused> {
  const store = getStore();
  const secret = await readSecret("challenge");
  const asked = secret === null ? null : await store.challenges.take(hashSecret(secret), by.at);
  if (asked?.kind !== "openid") return reportFailure("return", { problem: "expired", cause: "not_asked" });
  const back = addressBack();
  back.search = search;
  const arrived = await finishOpenId(settings, back, asked);
  const found = "problem" in arrived ? arrived : await findOpenIdPerson(store, settings, arrived, by);
  return "problem" in found ? found : { person: found, next: asked.next };
}

/** Where the provider sends browsers back to: never what a request says, always what the admin configured. */
function addressBack(): URL {
  const { publicUrl } = environment();
  if (!publicUrl) throw new Error("Single sign-on needs RELINK_PUBLIC_URL");
  return new URL(PATH_BACK, publicUrl.origin);
}
