import { SearchX } from "lucide-react";
import { ListLink } from "@/components/lists/list-navigation";
import { Personal, Phrased } from "@/components/ui/personal/personal";
import {
  type ConnectionSearch,
  changeSearch,
  clearFilters,
  isFacetFiltered,
  isFiltered,
} from "@/domain/lists/connection-search";
import { filterPhrases } from "./filter-words";

const WAY_OUT =
  "inline-flex min-h-8 items-center rounded-md border border-line-strong/50 px-3 font-medium text-ink hover:bg-hover";

/** Nothing matches: says what was looked for, and offers the ways to look for less. */
export function NoMatch({ search }: { search: ConnectionSearch }) {
  const isNarrowed = isFiltered(search);
  const q = search.q.trim();
  const filters = filterPhrases(search);
  const narrowing = filters.flatMap((phrase, index) => (index === 0 ? phrase : ["; ", ...phrase]));
  return (
    <section className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-16 text-center text-ink-soft">
      <span className="grid size-12 place-items-center rounded-full bg-gone-soft text-gone">
        <SearchX aria-hidden className="size-6" />
      </span>
      <h2 className="text-lg font-semibold text-ink">{isNarrowed ? "No connection matches" : "This page is empty"}</h2>
      {isNarrowed ? null : <p>The rows have moved since this link was made.</p>}
      {q ? (
        <p className="text-pretty">
          Nothing has{" "}
          <q className="font-medium break-all text-ink">
            <Personal>{q}</Personal>
          </q>{" "}
          in its name, username, user or id
          {filters.length > 0 ? <Phrased phrase={[", with ", ...narrowing]} /> : null}.
        </p>
      ) : null}
      {!q && filters.length > 0 ? (
        <p className="text-pretty">
          No connection has: <Phrased phrase={narrowing} />.
        </p>
      ) : null}
      <p className="flex flex-wrap justify-center gap-2">
        {q && isFacetFiltered(search) ? (
          <ListLink to={{ ...clearFilters(search), q: search.q }} className={WAY_OUT}>
            Search without filters
          </ListLink>
        ) : null}
        <ListLink to={isNarrowed ? clearFilters(search) : changeSearch(search, {})} className={WAY_OUT}>
          {isNarrowed ? "Clear search and filters" : "Back to the first page"}
        </ListLink>
      </p>
    </section>
  );
}
