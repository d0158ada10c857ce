import { Download, Search } from "lucide-react";
import { PRESET_WORDS } from "@/components/connections/filters/filter-words";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { DATE_PRESETS, isDatePreset, parseDays } from "@/domain/date-filter";
import {
  type DeliverySearch,
  type DeliverySpan,
  formatDeliverySearch,
  isDeliveryLogFiltered,
} from "@/domain/delivery-log";
import { EVENT_TYPES } from "@/domain/event-log";
import { EVENT_LOOKS } from "./event-look";
import { Choice, Days, Field } from "./fields";

type FiltersProps = {
  readonly search: DeliverySearch;
  readonly span: DeliverySpan;
  readonly mayExport: boolean;
};

/** What the delivery log can be narrowed by besides the outcome, and its export. */
export function DeliveryFilters({ search, span, mayExport }: FiltersProps) {
  const days = parseDays(search.received);
  return (
    <form action="/deliveries" className="flex flex-wrap items-end gap-3 px-4 py-3 sm:px-6">
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
        options={EVENT_TYPES.map((type) => [type, EVENT_LOOKS[type].word])}
      />
      <Choice
        name="received"
        label="Received"
        value={isDatePreset(search.received) ? search.received : ""}
        options={DATE_PRESETS.map((preset) => [preset, PRESET_WORDS[preset]])}
        any="Any time"
      />
      <Days first={days?.first ?? ""} last={days?.last ?? ""} zone={search.zone} />
      <Button type="submit" look="primary" className="min-h-9">
        <Search aria-hidden className="size-4" /> Search
      </Button>
      {isDeliveryLogFiltered(search) ? (
        <Link
          href={span === "24h" ? "/deliveries" : `/deliveries?span=${span}`}
          className="inline-flex min-h-9 items-center rounded-md px-3 text-ink-soft hover:bg-hover hover:text-ink"
        >
          Clear
        </Link>
      ) : null}
      {mayExport ? (
        <a
          href={`/api/deliveries/export${formatDeliverySearch({ ...search, after: "", before: "" })}`}
          className="ml-auto inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/50 bg-surface px-3 font-medium hover:bg-hover"
        >
          <Download aria-hidden className="size-4" /> Export CSV
        </a>
      ) : null}
    </form>
  );
}
