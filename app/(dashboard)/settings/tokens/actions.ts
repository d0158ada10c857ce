"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { TokenState } from "@/components/settings/token-form";
import { TOKEN_DAYS, TOKEN_HINT_LENGTH, TOKEN_PREFIX, TOKENS_MAX } from "@/domain/access/api-token";
import { parseName } from "@/domain/access/person";
import type { ProofRequest } from "@/domain/access/proof";
import { ROLES } from "@/domain/access/role";
import { mintSecret } from "@/domain/access/sign-in";
import { settingsPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { enterProven } from "@/server/access/proof";
import { formOf, orNotFound } from "@/server/http/or-not-found";

const DAY_MS = 86_400_000;
const tokenForm = z.object({
  role: z.enum(ROLES),
  days: z.coerce.number().refine((days) => TOKEN_DAYS.some((one) => one === days)),
});

/** Creates a token; its secret is in the result, and nowhere else. */
export async function makeToken(_before: TokenState, sent: FormData): Promise<TokenState> {
  const entered = await enterProven("manage_tokens", sent);
  if ("confirm" in entered) return entered;
  const { store, by } = entered;
  const form = formOf(sent);
  const name = parseName(form.get("name"));
  if (name === null) return { problem: "Enter a name, so that you know later what it is for." };
  const { role, days } = orNotFound(tokenForm, Object.fromEntries(form));
  const typed = { name, role, days };
  const { text, hash } = mintSecret(TOKEN_PREFIX);
  const now = by();
  const outcome = await store.tokens.make(
    {
      name,
      role,
      hint: text.slice(0, TOKEN_HINT_LENGTH),
      secretHash: hash,
      madeBy: now.author.name,
      createdAt: now.at,
      expiresAt: now.at + days * DAY_MS,
    },
    now,
  );
  if (outcome === "too_many")
    return { typed, problem: `There are already ${TOKENS_MAX} tokens, the most there can be. Revoke one first.` };
  revalidatePath(settingsPath("tokens"));
  return { secret: text, name };
}

export async function revokeToken(_before: ProofRequest | null, sent: FormData): Promise<null> {
  const { store, by } = await enter("manage_tokens");
  const form = formOf(sent);
  await store.tokens.revoke(orNotFound(z.coerce.number().int().min(1), form.get("token")), by());
  revalidatePath(settingsPath("tokens"));
  return null;
}
