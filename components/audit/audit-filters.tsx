import { Search } from "lucide-react";
import { ClearLink } from "@/components/lists/filters/clear-link";
import { Choice, DateFields, Field } from "@/components/lists/filters/fields";
import { ExportLink } from "@/components/ui/export-link";
import { Button } from "@/components/ui/form/button";
import { DEED_WORDS, DEEDS } from "@/domain/access/audit";
import { type AuditSearch, formatAuditSearch, isAuditFiltered } from "@/domain/access/audit-search";
import { auditExportPath, auditPath } from "@/domain/values/query/paths";

/** Filters the audit log, and exports it. */
export function AuditFilters({ search }: { search: AuditSearch }) {
  return (
    <form action={auditPath()} className="flex flex-wrap items-end gap-3 px-4 py-3 sm:px-6">
      <div className="min-w-56 flex-1 sm:max-w-sm">
        <Field name="q" label="Who, what or from where" value={search.q} placeholder="ana@example.com, 192.0.2.1 …" />
      </div>
      <div className="w-56 max-w-full">
        <Choice
          name="deed"
          label="Deed"
          value={search.deed[0] ?? ""}
          options={DEEDS.map((deed) => [deed, DEED_WORDS[deed]])}
        />
      </div>
      <DateFields name="when" label="When" value={search.when} zone={search.zone} />
      <Button type="submit" variant="primary" className="min-h-9">
        <Search aria-hidden className="size-4" /> Search
      </Button>
      {isAuditFiltered(search) ? <ClearLink href={auditPath()} /> : null}
      <ExportLink href={auditExportPath(formatAuditSearch({ ...search, after: "", before: "" }))} />
    </form>
  );
}
