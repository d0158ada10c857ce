import { asc, count, eq, sql } from "drizzle-orm";
import type { WriteAudit } from "@/db/sqlite/access/audit-log";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { savedViews } from "@/db/sqlite/schema/schema";
import type { Store, ViewOutcome } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { type SavedView, VIEWS_MAX, viewNameKey } from "@/domain/lists/saved-view";

const COLUMNS = { id: savedViews.id, name: savedViews.name, query: savedViews.query };

/** Queries of saved views, which everyone shares. */
export function viewQueries(db: SqliteDatabase, commit: GroupCommit, write: WriteAudit): Store["views"] {
  const find = (id: number) => db.select(COLUMNS).from(savedViews).where(eq(savedViews.id, id)).get();

  function isTaken(nameKey: string, byOtherThan: number | null): boolean {
    const holder = db.select({ id: savedViews.id }).from(savedViews).where(eq(savedViews.nameKey, nameKey)).get();
    return holder !== undefined && holder.id !== byOtherThan;
  }

  function add({ name, query }: Pick<SavedView, "name" | "query">, by: By): ViewOutcome {
    const nameKey = viewNameKey(name);
    if (isTaken(nameKey, null)) return { refusal: "name_taken" };
    const views = db.select({ count: count() }).from(savedViews).get()?.count ?? 0;
    if (views >= VIEWS_MAX) return { refusal: "too_many" };
    const position = sql`(select coalesce(max(position), 0) + 1 from saved_views)`;
    const view = db.insert(savedViews).values({ name, nameKey, query, position }).returning(COLUMNS).get();
    write({ deed: "view_added", subject: numberOf(view) }, by);
    return { view };
  }

  function update(id: number, change: Partial<Pick<SavedView, "name" | "query">>, by: By): ViewOutcome {
    const before = find(id);
    if (!before) return { refusal: "unknown_view" };
    const view = { ...before, ...change };
    const nameKey = viewNameKey(view.name);
    if (isTaken(nameKey, id)) return { refusal: "name_taken" };
    db.update(savedViews).set({ name: view.name, nameKey, query: view.query }).where(eq(savedViews.id, id)).run();
    if (view.name !== before.name) write({ deed: "view_renamed", subject: numberOf(view) }, by);
    if (view.query !== before.query) write({ deed: "view_changed", subject: numberOf(view) }, by);
    return { view };
  }

  function remove(id: number, by: By): ViewOutcome {
    const view = find(id);
    if (!view) return { refusal: "unknown_view" };
    db.delete(savedViews).where(eq(savedViews.id, id)).run();
    write({ deed: "view_removed", subject: numberOf(view) }, by);
    return { view };
  }

  return {
    list: async () => db.select(COLUMNS).from(savedViews).orderBy(asc(savedViews.position), asc(savedViews.id)).all(),
    add: (view, by) => commit(() => add(view, by)),
    update: (id, change, by) => commit(() => update(id, change, by)),
    remove: (id, by) => commit(() => remove(id, by)),
  };
}

/** Names a view in the audit log by number: its own name may be a creator's, and would outlive an erasure. */
function numberOf({ id }: SavedView): string {
  return `view ${id}`;
}
