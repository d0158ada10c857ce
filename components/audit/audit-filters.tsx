import { Download, Search } from "lucide-react";
import { PRESET_WORDS } from "@/components/connections/filters/filter-words";
import { Choice, Days, Field } from "@/components/logs/fields";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { DEED_WORDS, DEEDS } from "@/domain/audit";
import { type AuditSearch, formatAuditSearch, isAuditFiltered } from "@/domain/audit-search";
import { DATE_PRESETS, isDatePreset, parseDays } from "@/domain/date-filter";

/** What the audit log can be narrowed by, and its way out as a file. */
export function AuditFilters({ search }: { search: AuditSearch }) {
  const days = parseDays(search.when);
  return (
    <form action="/audit" className="flex flex-wrap items-end gap-3 px-4 py-3 sm:px-6">
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
      <Choice
        name="when"
        label="When"
        value={isDatePreset(search.when) ? search.when : ""}
        options={DATE_PRESETS.map((preset) => [preset, PRESET_WORDS[preset]])}
        any="Any time"
      />
      <Days first={days?.first ?? ""} last={days?.last ?? ""} zone={search.zone} />
      <Button type="submit" look="primary" className="min-h-9">
        <Search aria-hidden className="size-4" /> Search
      </Button>
      {isAuditFiltered(search) ? (
        <Link
          href="/audit"
          className="inline-flex min-h-9 items-center rounded-md px-3 text-ink-soft hover:bg-hover hover:text-ink"
        >
          Clear
        </Link>
      ) : null}
      <a
        href={`/api/audit/export${formatAuditSearch({ ...search, after: "", before: "" })}`}
        className="ml-auto inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover"
      >
        <Download aria-hidden className="size-4" /> Export CSV
      </a>
    </form>
  );
}
