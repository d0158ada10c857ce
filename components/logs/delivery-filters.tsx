import { Search } from "lucide-react";
import { ClearLink } from "@/components/lists/filters/clear-link";
import { Choice, DateFields, Field } from "@/components/lists/filters/fields";
import { EVENT_STYLES } from "@/components/timeline/event-style";
import { ExportLink } from "@/components/ui/export-link";
import { Button } from "@/components/ui/form/button";
import {
  type DeliverySearch,
  type DeliverySpan,
  formatDeliverySearch,
  isDeliveryLogFiltered,
} from "@/domain/intake/delivery-log";
import { EVENT_TYPES } from "@/domain/intake/event-log";
import { deliveriesExportPath, deliveriesPath } from "@/domain/values/query/paths";

type FiltersProps = {
  readonly search: DeliverySearch;
  readonly span: DeliverySpan;
  readonly mayExport: boolean;
};

/** Filters the delivery log by everything but the outcome, and exports it. */
export function DeliveryFilters({ search, span, mayExport }: FiltersProps) {
  return (
    <form action={deliveriesPath()} className="flex flex-wrap items-end gap-3 px-4 py-3 sm:px-6">
      {search.outcome.map((outcome) => (
        <input key={outcome} type="hidden" name="outcome" value={outcome} />
      ))}
      {search.cause.map((cause) => (
        <input key={cause} type="hidden" name="cause" value={cause} />
      ))}
      {span === "24h" ? null : <input type="hidden" name="span" value={span} />}
      <div className="min-w-56 flex-1 sm:max-w-sm">
        <Field
          name="id"
          label="Connection, user or message id"
          value={search.id}
          placeholder="The whole id: conn_…, msg_…"
        />
      </div>
      <Choice
        name="type"
        label="Event type"
        value={search.type[0] ?? ""}
        options={EVENT_TYPES.map((type) => [type, EVENT_STYLES[type].word])}
      />
      <DateFields name="received" label="Received" value={search.received} zone={search.zone} />
      <Button type="submit" variant="primary" className="min-h-9">
        <Search aria-hidden className="size-4" /> Search
      </Button>
      {isDeliveryLogFiltered(search) ? (
        <ClearLink href={span === "24h" ? deliveriesPath() : deliveriesPath({ span })} />
      ) : null}
      {mayExport ? (
        <ExportLink href={deliveriesExportPath(formatDeliverySearch({ ...search, after: "", before: "" }))} />
      ) : null}
    </form>
  );
}
