import { describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { WHOLE_AUDIT } from "@/domain/access/audit-search";
import { isUnchanged, isWorthSaving, searchOfView, VIEWS_MAX } from "@/domain/lists/saved-view";
import { BY } from "@/testing/by";

/** Tests what every store promises about saved views. */
export function describeSavedViews(name: string, freshStore: () => Store): void {
  describe(`${name}: saved views`, () => {
    const query = "?status=expired";

    test("a deployment's initial views have valid queries, and can be removed for good", async () => {
      const store = freshStore();
      const views = await store.views.list();
      expect(views.map((view) => view.name)).toEqual([
        "Expired, to contact",
        "Expired again",
        "Active, missing a permission",
        "New this week",
        "Disconnected",
      ]);
      for (const view of views) {
        expect(isUnchanged(searchOfView(view), view)).toBe(true);
        expect(isWorthSaving(searchOfView(view))).toBe(true);
        await store.views.remove(view.id, BY);
      }
      expect(await store.views.list()).toEqual([]);
    });

    test("a view is appended, changed in place and removed", async () => {
      const store = freshStore();
      const added = await store.views.add({ name: "Mine", query }, BY);
      if (!("view" in added)) throw new Error(added.refusal);
      const { id } = added.view;
      expect((await store.views.list()).at(-1)).toEqual({ id, name: "Mine", query });
      expect(await store.views.update(id, { name: "Ours" }, BY)).toEqual({ view: { id, name: "Ours", query } });
      expect(await store.views.update(id, { query: "?q=a" }, BY)).toEqual({
        view: { id, name: "Ours", query: "?q=a" },
      });
      expect(await store.views.remove(id, BY)).toEqual({ view: { id, name: "Ours", query: "?q=a" } });
      expect(await store.views.remove(id, BY)).toEqual({ refusal: "unknown_view" });
      expect(await store.views.update(id, { name: "Gone" }, BY)).toEqual({ refusal: "unknown_view" });
      const { rows } = await store.audit.search(WHOLE_AUDIT, 0);
      expect(rows.map(({ deed, subject, details }) => [deed, subject, details])).toEqual(
        ["view_removed", "view_changed", "view_renamed", "view_added"].map((deed) => [deed, `view ${id}`, {}]),
      );
    });

    test("two views never have the same name, however it is written", async () => {
      const store = freshStore();
      await store.views.add({ name: "Zoë", query }, BY);
      expect(await store.views.add({ name: "ZOË", query }, BY)).toEqual({ refusal: "name_taken" });
      const other = await store.views.add({ name: "Other", query }, BY);
      if (!("view" in other)) throw new Error(other.refusal);
      expect(await store.views.update(other.view.id, { name: "zoe\u0308" }, BY)).toEqual({ refusal: "name_taken" });
      expect(await store.views.update(other.view.id, { name: "OTHER" }, BY)).toMatchObject({ view: { name: "OTHER" } });
    });

    test("their number is limited", async () => {
      const store = freshStore();
      const before = (await store.views.list()).length;
      for (let index = before; index < VIEWS_MAX; index++) await store.views.add({ name: `View ${index}`, query }, BY);
      expect(await store.views.add({ name: "One more", query }, BY)).toEqual({ refusal: "too_many" });
    });
  });
}
