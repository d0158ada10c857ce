import type { Metadata } from "next";
import { OutreachTabs } from "@/components/outreach/outreach-tabs";
import { TemplateList } from "@/components/outreach/templates/template-list";
import { Section } from "@/components/ui/section";
import { VARIABLES } from "@/domain/outreach/template";
import { enter } from "@/server/access/enter";
import { removeTemplate, saveTemplate } from "./actions";

export const metadata: Metadata = { title: "Templates" };

export default async function TemplatesPage() {
  const { store } = await enter("edit_templates");
  const templates = await store.templates.list();
  return (
    <>
      <OutreachTabs mayEdit />
      <div className="grid max-w-4xl grid-cols-1 gap-8 px-4 py-5 sm:px-6">
        <h1 className="sr-only">Templates</h1>
        <Section title="Placeholders" lead="Write them in braces. Each is filled in for every user.">
          <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
            {Object.entries(VARIABLES).map(([name, meaning]) => (
              <div key={name} className="flex flex-wrap gap-x-2">
                <dt>
                  <code className="font-mono text-xs text-accent">{`{${name}}`}</code>
                </dt>
                <dd className="text-ink-soft">{meaning}</dd>
              </div>
            ))}
          </dl>
        </Section>
        <TemplateList templates={templates} save={saveTemplate} remove={removeTemplate} />
      </div>
    </>
  );
}
