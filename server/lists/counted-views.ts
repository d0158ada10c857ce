import { clock } from "@/clock";
import type { Store } from "@/db/store";
import { withMe } from "@/domain/lists/connection-search";
import { type SavedView, searchOfView } from "@/domain/lists/saved-view";
import type { Count } from "@/domain/values/count";

/** Returns the saved views with the number of connections each shows now. */
export async function countedViews(
  store: Store,
  personId: number | null,
): Promise<(SavedView & { readonly count: Count })[]> {
  const now = clock.now();
  const views = await store.views.list();
  return Promise.all(
    views.map(async (view) => ({
      ...view,
      count: await store.connections.count(withMe(searchOfView(view), personId), now),
    })),
  );
}
