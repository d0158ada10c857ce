"use client";

import { X } from "lucide-react";
import { ListLink, useListNavigation } from "@/components/lists/list-navigation";
import { LINK_WORDS, STATE_STYLES } from "@/components/lists/rows/state-style";
import { statusStyle } from "@/components/lists/rows/status-style";
import { statusesToOffer } from "@/components/lists/status-tabs";
import { ATTENTIONS } from "@/domain/connection/attention";
import { clearFilters, isFacetFiltered } from "@/domain/lists/connection-search";
import type { FacetCount, Facets } from "@/domain/lists/facets";
import { OUTREACH_STATES } from "@/domain/outreach/outreach";
import { LINK_PROGRESSES } from "@/domain/outreach/reconnect-step";
import { ENVIRONMENTS } from "@/domain/values/environment";
import { DateFilters } from "./date-filters";
import { ATTENTION_HINTS, ATTENTION_WORDS, ENVIRONMENT_WORDS } from "./filter-words";
import { PermissionFilter } from "./permission-filter";
import { UserFilter } from "./user-filter";
import { ValueFilter } from "./value-filter";

/** Every way to narrow the list beside the words; each value says how many there would be. */
export function FilterBar({ facets }: { facets: Facets }) {
  const { search } = useListNavigation();
  const { precision } = facets;
  return (
    <search
      aria-label="Filters"
      className="flex min-w-0 items-center gap-1.5 px-4 py-2 [scrollbar-width:none] max-sm:overflow-x-auto sm:flex-wrap sm:px-6"
    >
      <ValueFilter
        name="Status"
        field="status"
        precision={precision}
        options={statusesToOffer(search, facets).map((value) => {
          const { word, icon } = statusStyle(value);
          return { value, label: word, icon, count: countIn(facets.status, value) };
        })}
        unlisted={facets.unlisted.status}
        wanted={search.status}
        unwanted={search.notStatus}
        change={(status, notStatus) => ({ status, notStatus })}
      />
      <PermissionFilter facets={facets} />
      <ValueFilter
        name="Attention"
        field="attention"
        precision={precision}
        options={ATTENTIONS.map((value) => ({
          value,
          label: ATTENTION_WORDS[value],
          hint: ATTENTION_HINTS[value],
          count: countIn(facets.attention, value),
        }))}
        wanted={search.attention}
        unwanted={search.notAttention}
        change={(attention, notAttention) => ({ attention, notAttention })}
      />
      {search.list === "outreach" ? (
        <ValueFilter
          name="Link"
          field="link"
          precision={precision}
          options={LINK_PROGRESSES.map((value) => ({
            value,
            label: LINK_WORDS[value],
            count: countIn(facets.link, value),
          }))}
          wanted={search.link}
          unwanted={[]}
          change={(link) => ({ link })}
          mayLeaveOut={false}
        />
      ) : (
        <ValueFilter
          name="Outreach"
          field="outreach"
          precision={precision}
          options={OUTREACH_STATES.map((value) => {
            const { word, icon, meaning } = STATE_STYLES[value];
            return { value, label: word, icon, hint: meaning, count: countIn(facets.outreach, value) };
          })}
          wanted={search.outreach}
          unwanted={[]}
          change={(outreach) => ({ outreach })}
          mayLeaveOut={false}
        />
      )}
      <DateFilters />
      <UserFilter facets={facets} />
      <ValueFilter
        name="Environment"
        field="environment"
        precision={precision}
        options={ENVIRONMENTS.map((value) => ({
          value,
          label: ENVIRONMENT_WORDS[value],
          count: countIn(facets.environment, value),
        }))}
        wanted={search.environment}
        unwanted={search.notEnvironment}
        change={(environment, notEnvironment) => ({ environment, notEnvironment })}
      />
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

function countIn(counts: readonly FacetCount[], value: string): number {
  return counts.find((one) => one.value === value)?.count ?? 0;
}
