import { asc, count, eq } from "drizzle-orm";
import type { OutreachStore, TemplateOutcome } from "@/db/outreach-store";
import { templates } from "@/db/sqlite/schema/outreach-schema";
import type { By } from "@/domain/access/audit";
import { normaliseText } from "@/domain/lists/search-text";
import { TEMPLATES_MAX, type Template } from "@/domain/outreach/template";
import type { OutreachParts } from "./outreach-parts";

const COLUMNS = {
  id: templates.id,
  name: templates.name,
  channel: templates.channel,
  subject: templates.subject,
  body: templates.body,
};

/** Queries of message templates. */
export function templateQueries({ db, commit, write }: OutreachParts): OutreachStore["templates"] {
  function save({ id, ...content }: Omit<Template, "id"> & { readonly id: number | null }, by: By): TemplateOutcome {
    if (content.name === "") return { refusal: "name_empty" };
    if (content.body.trim() === "") return { refusal: "body_empty" };
    const nameKey = normaliseText(content.name);
    const holder = db.select({ id: templates.id }).from(templates).where(eq(templates.nameKey, nameKey)).get();
    if (holder && holder.id !== id) return { refusal: "name_taken" };
    const row = { ...content, nameKey };
    if (id === null) {
      const known = db.select({ count: count() }).from(templates).get()?.count ?? 0;
      if (known >= TEMPLATES_MAX) return { refusal: "too_many" };
      const template = db.insert(templates).values(row).returning(COLUMNS).get();
      write({ deed: "template_saved", subject: content.name }, by);
      return { template };
    }
    const template = db.update(templates).set(row).where(eq(templates.id, id)).returning(COLUMNS).get();
    if (!template) return { refusal: "unknown_template" };
    write({ deed: "template_saved", subject: content.name }, by);
    return { template };
  }

  return {
    list: async () => db.select(COLUMNS).from(templates).orderBy(asc(templates.nameKey)).all(),
    save: (template, by) => commit(() => save(template, by)),
    remove: (id, by) =>
      commit(() => {
        const gone = db.delete(templates).where(eq(templates.id, id)).returning(COLUMNS).get();
        if (gone) write({ deed: "template_removed", subject: gone.name }, by);
        return gone ?? null;
      }),
  };
}
