import { Days } from "@/components/lists/filters/fields";
import { PRESET_WORDS } from "@/components/lists/filters/filter-words";
import { ChipLink } from "@/components/ui/chip-link";
import { Button } from "@/components/ui/form/button";
import { EVENT_TYPES } from "@/domain/intake/event-log";
import {
  ACT_TYPES,
  changeTimelineSearch,
  formatTimelineSearch,
  isTimelineFiltered,
  type TimelineSearch,
  type TimelineType,
} from "@/domain/lists/timeline-search";
import { DATE_PRESETS, parseDays } from "@/domain/values/query/date-filter";
import type { Path } from "@/domain/values/query/paths";
import { ACT_STYLES } from "./act-style";
import { EVENT_STYLES } from "./event-style";

/** Rules belong to no connection. */
const EVENTS = EVENT_TYPES.filter((type) => type !== "rules");

/** Filters a timeline by kinds of events and acts, and by when they occurred. */
export function TimelineFilters({ path, search }: { path: Path; search: TimelineSearch }) {
  const days = parseDays(search.occurred);
  const address = (change: Partial<TimelineSearch>) =>
    `${path}${formatTimelineSearch(changeTimelineSearch(search, change))}`;
  const toggled = (type: TimelineType) =>
    search.type.includes(type) ? search.type.filter((one) => one !== type) : [...search.type, type];
  const chip = (type: TimelineType, word: string) => (
    <ChipLink key={type} href={address({ type: toggled(type) })} isCurrent={search.type.includes(type)}>
      {word}
    </ChipLink>
  );
  return (
    <details open={isTimelineFiltered(search)} className="group/filters">
      <summary className="w-fit rounded text-ink-soft hover:text-ink">Filter</summary>
      <div className="grid gap-3 pt-3">
        <p className="flex flex-wrap gap-1">{EVENTS.map((type) => chip(type, EVENT_STYLES[type].word))}</p>
        <p className="flex flex-wrap gap-1">{ACT_TYPES.map((type) => chip(type, ACT_STYLES[type].word))}</p>
        <p className="flex flex-wrap gap-1">
          <ChipLink href={address({ occurred: "" })} isCurrent={search.occurred === ""}>
            Any time
          </ChipLink>
          {DATE_PRESETS.map((preset) => (
            <ChipLink key={preset} href={address({ occurred: preset })} isCurrent={search.occurred === preset}>
              {PRESET_WORDS[preset]}
            </ChipLink>
          ))}
        </p>
        <form action={path} className="flex flex-wrap items-end gap-2">
          {search.type.map((type) => (
            <input key={type} type="hidden" name="type" value={type} />
          ))}
          <Days
            legend="Occurred between these days"
            first={days?.first ?? ""}
            last={days?.last ?? ""}
            zone={search.zone}
          />
          <Button type="submit" className="min-h-9">
            Set days
          </Button>
        </form>
      </div>
    </details>
  );
}
