import type { Metadata } from "next";
import { clock } from "@/clock";
import { LinkCheck } from "@/components/settings/link-check";
import { OutreachForm } from "@/components/settings/outreach-form";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Section } from "@/components/ui/section";
import { environment } from "@/env";
import { readClient } from "@/server/access/client";
import { enter } from "@/server/access/enter";
import { lastAnswerOfOfauth } from "@/server/reconnect/ofauth";
import { changeOutreachSettings, checkLinks } from "./actions";

export const metadata: Metadata = { title: "Outreach settings" };

export default async function OutreachSettingsPage() {
  const { store } = await enter("manage_outreach");
  const [settings, { origin }] = await Promise.all([store.settings.read(), readClient()]);
  const back = `${origin}/r/back`;
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">Outreach settings</h1>
      <Section title="Contacting users" lead="Relink itself sends nothing: it writes the messages, you send them.">
        <OutreachForm settings={settings} action={changeOutreachSettings} />
      </Section>
      <Section
        title="Reconnect links"
        lead="A link leads to your own page; its button asks OFAuth for a session. That needs an OFAuth API key in the server's environment."
      >
        {environment().ofauth ? (
          <LinkCheck last={lastAnswerOfOfauth()} now={clock.now()} check={checkLinks} />
        ) : (
          <p className="text-warn">
            OFAUTH_API_KEY is not set: links say that they don't work yet. Set it (scope LINK), and start Relink again.
          </p>
        )}
        <p className="mt-3 flex flex-wrap items-center gap-1 text-ink-soft">
          Add this address to the Allowed Redirect URIs of your client app at OFAuth:{" "}
          <code className="font-mono text-xs break-all">{back}</code>
          <CopyButton text={back} label="Copy the redirect address" />
        </p>
      </Section>
    </div>
  );
}
