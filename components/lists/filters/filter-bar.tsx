"use client";

import { X } from "lucide-react";
import type { ComponentType } from "react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { LINK_WORDS, STATE_STYLES } from "@/components/lists/rows/state-style";
import { statusStyle } from "@/components/lists/rows/status-style";
import { statusesToOffer } from "@/components/lists/status-tabs";
import { ATTENTIONS } from "@/domain/connection/attention";
import { clearFilters, isFacetFiltered } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import type { FilterName, FilterOf } from "@/domain/lists/filters";
import { OUTREACH_STATES } from "@/domain/outreach/outreach";
import { LINK_PROGRESSES } from "@/domain/outreach/reconnect-step";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { DateFilters } from "./date-filters";
import { ATTENTION_HINTS, ATTENTION_WORDS, ENVIRONMENT_WORDS } from "./filter-words";
import { PermissionFilter } from "./permission-filter";
import { UserFilter } from "./user-filter";
import { ValueFilter } from "./value-filter";

type ControlProps = { readonly facets: Facets };

/**
 * The control of each filter, in the order of the bar; all dates share one. Null: the filter is set elsewhere, such as in another's
 * control or in the tabs. Words have the search box.
 */
const CONTROLS: Readonly<
  Record<Exclude<FilterName, "q" | FilterOf<"dates">> | "dates", ComponentType<ControlProps> | null>
> = {
  status: StatusFilter,
  has: PermissionFilter,
  lacks: null,
  attention: AttentionFilter,
  link: LinkFilter,
  outreach: OutreachFilter,
  dates: DateFilters,
  user: UserFilter,
  environment: EnvironmentFilter,
  owner: null,
};

/** Every way to narrow the list beside the words; each value says how many there would be. */
export function FilterBar({ facets }: ControlProps) {
  const { search } = useListNavigation();
  return (
    <search
      aria-label="Filters"
      className="flex min-w-0 items-center gap-1.5 px-4 py-2 [scrollbar-width:none] max-sm:overflow-x-auto sm:flex-wrap sm:px-6"
    >
      {Object.entries(CONTROLS).map(([name, Control]) => (Control ? <Control key={name} facets={facets} /> : null))}
      {isFacetFiltered(search) ? (
        <ListLink
          to={{ ...clearFilters(search), q: search.q }}
          className="flex min-h-8 shrink-0 items-center gap-1 rounded-full px-2.5 whitespace-nowrap text-ink-soft hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" /> Clear filters
        </ListLink>
      ) : null}
    </search>
  );
}

function StatusFilter({ facets }: ControlProps) {
  const { search } = useListNavigation();
  const options = statusesToOffer(search, facets).map((value) => {
    const { word, icon } = statusStyle(value);
    return { value, label: word, icon };
  });
  return (
    <ValueFilter
      name="Status"
      field="status"
      leftOutField="notStatus"
      options={options}
      facets={facets}
      unlisted={facets.unlisted.status}
    />
  );
}

function AttentionFilter({ facets }: ControlProps) {
  const options = ATTENTIONS.map((value) => ({ value, label: ATTENTION_WORDS[value], hint: ATTENTION_HINTS[value] }));
  return (
    <ValueFilter name="Attention" field="attention" leftOutField="notAttention" options={options} facets={facets} />
  );
}

/** In the queue only. */
function LinkFilter({ facets }: ControlProps) {
  const { search } = useListNavigation();
  if (search.list !== "outreach") return null;
  const options = LINK_PROGRESSES.map((value) => ({ value, label: LINK_WORDS[value] }));
  return <ValueFilter name="Link" field="link" options={options} facets={facets} />;
}

/** Not in the queue, whose tabs say where cases stand. */
function OutreachFilter({ facets }: ControlProps) {
  const { search } = useListNavigation();
  if (search.list === "outreach") return null;
  const options = OUTREACH_STATES.map((value) => {
    const { word, icon, meaning } = STATE_STYLES[value];
    return { value, label: word, icon, hint: meaning };
  });
  return <ValueFilter name="Outreach" field="outreach" options={options} facets={facets} />;
}

function EnvironmentFilter({ facets }: ControlProps) {
  const options = ENVIRONMENTS.map((value) => ({ value, label: ENVIRONMENT_WORDS[value] }));
  return (
    <ValueFilter
      name="Environment"
      field="environment"
      leftOutField="notEnvironment"
      options={options}
      facets={facets}
    />
  );
}
