import { asc, count, eq, sql } from "drizzle-orm";
import type { Store, ViewOutcome } from "@/db/store";
import { type SavedView, VIEWS_MAX, viewNameKey } from "@/domain/saved-view";
import type { GroupCommit } from "./group-commit";
import type { SqliteDatabase } from "./open";
import { savedViews } from "./schema";

const COLUMNS = { id: savedViews.id, name: savedViews.name, query: savedViews.query };

/** The saved views, for everyone. */
export function viewQueries(db: SqliteDatabase, commit: GroupCommit): Store["views"] {
  const find = (id: number) => db.select(COLUMNS).from(savedViews).where(eq(savedViews.id, id)).get();

  function isTaken(nameKey: string, byOtherThan: number | null): boolean {
    const holder = db.select({ id: savedViews.id }).from(savedViews).where(eq(savedViews.nameKey, nameKey)).get();
    return holder !== undefined && holder.id !== byOtherThan;
  }

  function add({ name, query }: Pick<SavedView, "name" | "query">): ViewOutcome {
    const nameKey = viewNameKey(name);
    if (isTaken(nameKey, null)) return { refusal: "name_taken" };
    const views = db.select({ count: count() }).from(savedViews).get()?.count ?? 0;
    if (views >= VIEWS_MAX) return { refusal: "too_many" };
    const position = sql`(select coalesce(max(position), 0) + 1 from saved_views)`;
    const view = db.insert(savedViews).values({ name, nameKey, query, position }).returning(COLUMNS).get();
    return { view };
  }

  function update(id: number, { name, query }: Partial<Pick<SavedView, "name" | "query">>): ViewOutcome {
    const before = find(id);
    if (!before) return { refusal: "unknown_view" };
    const view = { id, name: name ?? before.name, query: query ?? before.query };
    const nameKey = viewNameKey(view.name);
    if (isTaken(nameKey, id)) return { refusal: "name_taken" };
    db.update(savedViews).set({ name: view.name, nameKey, query: view.query }).where(eq(savedViews.id, id)).run();
    return { view };
  }

  function remove(id: number): ViewOutcome {
    const view = find(id);
    if (!view) return { refusal: "unknown_view" };
    db.delete(savedViews).where(eq(savedViews.id, id)).run();
    return { view };
  }

  return {
    list: async () => db.select(COLUMNS).from(savedViews).orderBy(asc(savedViews.position), asc(savedViews.id)).all(),
    add: (view) => commit(() => add(view)),
    update: (id, change) => commit(() => update(id, change)),
    remove: (id) => commit(() => remove(id)),
  };
}
