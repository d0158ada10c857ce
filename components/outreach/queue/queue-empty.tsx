import { NoMatch } from "@/components/lists/filters/no-match";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { type ConnectionSearch, isFiltered } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import { TODO_STATES } from "@/domain/outreach/outreach";

/** Explains why the queue is empty: all is done, nothing has ever expired, or nothing matches. */
export function QueueEmpty({ search, facets }: { search: ConnectionSearch; facets: Facets }) {
  if (isFiltered(search)) return <NoMatch search={search} />;
  const hasCases = facets.outreach.some(({ count }) => count > 0);
  if (!hasCases) {
    return (
      <EmptyState title="Nothing has expired yet" icon="empty" level={2}>
        <p>When a connection expires, its user appears here, and leaves by itself once they are back.</p>
      </EmptyState>
    );
  }
  if (search.outreach.join() === TODO_STATES.join()) {
    return (
      <EmptyState title="Nobody is waiting for you" icon="done" level={2}>
        <p>Everyone whose connection expired was contacted, is snoozed, or is back.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing here" icon="empty" level={2}>
      <p>No case is in this state at the moment.</p>
    </EmptyState>
  );
}
