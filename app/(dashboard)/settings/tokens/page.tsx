import type { Metadata } from "next";
import { clock } from "@/clock";
import { ConfirmedAct } from "@/components/access/confirmed-act";
import { TokenForm } from "@/components/settings/token-form";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Section } from "@/components/ui/section";
import { ROLE_WORDS } from "@/domain/access/role";
import { readClient } from "@/server/access/client";
import { enter } from "@/server/access/enter";
import { makeToken, revokeToken } from "./actions";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const { store } = await enter("manage_tokens");
  const now = clock.now();
  const [tokens, { origin }] = await Promise.all([store.tokens.list(), readClient()]);
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">API tokens</h1>
      <Section
        title="New token"
        lead="For programs that read or export. A token may do what its role may, and no more."
      >
        <TokenForm action={makeToken} />
      </Section>
      <section className="grid grid-cols-1 gap-3">
        <h2 className="font-semibold">Tokens</h2>
        {tokens.length > 0 ? (
          <Card as="ul" className="grid grid-cols-1 divide-y divide-line">
            {tokens.map((token) => (
              <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <span className="min-w-48 flex-1">
                  <span className="block truncate font-medium">{token.name}</span>
                  <span className="block text-xs text-ink-soft">
                    <code className="font-mono">{token.hint}…</code> · {ROLE_WORDS[token.role].label} · by{" "}
                    {token.madeBy}
                  </span>
                </span>
                <span className="text-xs text-ink-soft">
                  {token.usedAt === null ? (
                    "never used"
                  ) : (
                    <>
                      used <RelativeTime at={token.usedAt} now={now} />
                    </>
                  )}{" "}
                  · {token.expiresAt > now ? "ends" : "ended"} <RelativeTime at={token.expiresAt} now={now} />
                </span>
                <ConfirmedAct
                  action={revokeToken}
                  fields={{ token: token.id }}
                  label="Revoke"
                  name={`Revoke ${token.name}`}
                  title={`Revoke the API token “${token.name}”?`}
                  confirmLabel="Revoke the token"
                >
                  Programs that use {token.hint}… are refused at once. This can't be undone: they need a new token.
                </ConfirmedAct>
              </li>
            ))}
          </Card>
        ) : (
          <p className="text-ink-soft">None yet.</p>
        )}
      </section>
      <Section title="How a program uses it">
        <pre className="rounded-lg bg-sunken p-4 font-mono text-xs leading-relaxed break-all whitespace-pre-wrap">
          {`curl -H "Authorization: Bearer $RELINK_TOKEN" \\\n  "${origin}/api/connections/export?format=jsonl&status=expired"`}
        </pre>
      </Section>
    </div>
  );
}
