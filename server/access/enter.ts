import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { clock } from "@/clock";
import { getStore } from "@/db";
import type { Store } from "@/db/store";
import type { ApiToken } from "@/domain/access/api-token";
import type { Author, By } from "@/domain/access/audit";
import type { Person, Session } from "@/domain/access/person";
import { mayDo, type Right } from "@/domain/access/rights";
import type { Role } from "@/domain/access/role";
import { hashSecret } from "@/domain/access/sign-in";
import { PATH_HEADER } from "@/server/http/path-header";
import { readClient } from "./client";
import { masked } from "./masked-store";
import { readSecret } from "./secret-cookies";

/** Someone allowed to act here. The only way to get the store is to name the right it takes. */
export type Entered = {
  readonly store: Store;
  readonly role: Role;
  readonly author: Author;
  /** The author and the current time, to record a deed. */
  readonly by: () => By;
  /** True if creators' names and usernames are hidden from them. */
  readonly isMasked: boolean;
};

export type SignedIn = Entered & { readonly person: Person; readonly session: Session };

/**
 * Returns the signed-in person if their role allows what they ask for. Otherwise it ends the request: without a session it redirects to
 * the sign-in, which leads back; without the role it shows the “forbidden” page with status 403.
 */
export async function enter(right: Right): Promise<SignedIn> {
  const entered = await whoAsks();
  if (!entered) redirect(`/sign-in${await wayBack()}`);
  if (!mayDo(entered.role, right)) forbidden();
  return entered;
}

/** Returns the person signed in in this browser, or null. Cached per request, so any number of a page's parts may call it. */
export const whoAsks = cache(async (): Promise<SignedIn | null> => {
  const secret = await readSecret("session");
  if (secret === null) return null;
  const store = getStore();
  const found = await store.sessions.find(hashSecret(secret), clock.now());
  if (!found) return null;
  const { address, agent } = await readClient();
  const { person, session } = found;
  const author: Author = { kind: "person", id: person.id, name: person.email, address, agent };
  return { ...found, ...(await entering(store, person.role, author)), person, session };
});

/** Enters as a program with an API token. */
export async function enterByToken(token: ApiToken): Promise<Entered> {
  const { address, agent } = await readClient();
  return entering(getStore(), token.role, { kind: "token", id: token.id, name: token.name, address, agent });
}

async function entering(store: Store, role: Role, author: Author): Promise<Entered> {
  const isMasked = role === "viewer" && (await store.settings.read()).masksNamesForViewers;
  return { store: isMasked ? masked(store) : store, role, author, by: () => ({ author, at: clock.now() }), isMasked };
}

async function wayBack(): Promise<string> {
  const place = await readPlace();
  return place === "/" ? "" : `?next=${encodeURIComponent(place)}`;
}

/** Returns the page that was asked for, or that an action was started from. */
export async function readPlace(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? "/";
}
