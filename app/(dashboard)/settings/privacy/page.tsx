import type { Metadata } from "next";
import { ProvenForm } from "@/components/access/proven-form";
import { Button } from "@/components/ui/form/button";
import { Section } from "@/components/ui/section";
import { SETTING_LABELS } from "@/domain/operations/setting-words";
import { enter } from "@/server/access/enter";
import { chooseMasking } from "./actions";

export const metadata: Metadata = { title: "Privacy" };

export default async function PrivacyPage() {
  const { store } = await enter("manage_privacy");
  const { masksNamesForViewers } = await store.settings.read();
  return (
    <div className="grid max-w-3xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
      <h1 className="sr-only">Privacy</h1>
      <Section
        title={SETTING_LABELS.masksNamesForViewers}
        lead="Viewers can do their work with user references and connection ids alone. Hidden from them are names, usernames, pictures, account ids, notes and bodies, and whatever they could be guessed by: searching and sorting by name."
      >
        <ProvenForm action={chooseMasking} className="flex flex-wrap items-center gap-3">
          <p className="flex-1">{masksNamesForViewers ? "Viewers don't see names." : "Viewers see names."}</p>
          <Button type="submit" name="masks" value={masksNamesForViewers ? "no" : "yes"}>
            {masksNamesForViewers ? "Show names to viewers" : "Hide names from viewers"}
          </Button>
        </ProvenForm>
      </Section>
    </div>
  );
}
