import { clock } from "@/clock";
import { getStore } from "@/db";
import type { By } from "@/domain/access/audit";
import type { Person } from "@/domain/access/person";
import { hashSecret, mintSecret } from "@/domain/access/sign-in";
import { environment, type OpenIdSettings } from "@/env";
import { keepSecret, readSecret } from "@/server/access/secret-cookies";
import { reportFailure } from "./open-id-failure";
import { findOpenIdPerson, findProvenPerson } from "./open-id-person";
import { beginOpenId, finishOpenId, type Refused } from "./open-id-provider";

type OpenIdOutcome =
  | {
      readonly person: Person;
      readonly next: string;
      /** True if this confirmed the identity of someone already signed in. */
      readonly isProof: boolean;
      /** When they last authenticated at the provider, in milliseconds; 0 if it doesn't say. */
      readonly provenAt: number;
    }
  /** `next` is missing if the request is unknown. */
  | (Refused & { readonly next?: string; readonly isProof?: boolean });

const PATH_BACK = "/api/sign-in/openid";

/**
 * Returns the URL to send the browser to for sign-in, and keeps what must come back. If `personId` is given, this confirms that
 * person's identity, and the provider has to re-authenticate them instead of trusting the browser's session.
 */
export async function openIdAddress(settings: OpenIdSettings, next: string, personId?: number): Promise<URL | Refused> {
  const isProof = personId !== undefined;
  const begun = await beginOpenId(settings, addressBack(), { mustAskAgain: isProof });
  if ("problem" in begun) return begun;
  const asked = mintSecret();
  const content = { kind: "openid", ...begun.kept, next, ...(isProof ? { personId } : {}) } as const;
  await getStore().challenges.ask(asked.hash, content, clock.now());
  await keepSecret("challenge", asked.text);
  return begun.address;
}

/** Returns who came back from the provider, if the response matches the request. */
export async function personFromOpenId(settings: OpenIdSettings, search: string, by: By): Promise<OpenIdOutcome> {
  const store = getStore();
  const secret = await readSecret("challenge");
  const asked = secret === null ? null : await store.challenges.take(hashSecret(secret), by.at);
  if (asked?.kind !== "openid") return reportFailure("return", { problem: "expired", cause: "not_asked" });
  const { next, personId } = asked;
  const isProof = personId !== undefined;
  const back = addressBack();
  back.search = search;
  const arrived = await finishOpenId(settings, back, asked);
  if ("problem" in arrived) return { ...arrived, next, isProof };
  const found = isProof
    ? await findProvenPerson(store, arrived, personId, by)
    : await findOpenIdPerson(store, settings, arrived, by);
  return "problem" in found
    ? { ...found, next, isProof }
    : { person: found, next, isProof, provenAt: arrived.signedInAt ?? 0 };
}

/** Returns the redirect URL for the provider: always the configured address, never one taken from a request. */
function addressBack(): URL {
  const { publicUrl } = environment();
  if (!publicUrl) throw new Error("Single sign-on needs RELINK_PUBLIC_URL");
  return new URL(PATH_BACK, publicUrl.origin);
}
