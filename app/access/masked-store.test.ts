import { expect, test } from "vitest";
import { BY } from "@/testing/by";
import { freshStore } from "@/testing/fresh-store";
import { masked } from "./masked-store";

test("whoever may not see names learns none from saved views", async () => {
  const store = freshStore();
  for (const { id } of await store.views.list()) await store.views.remove(id, BY);
  const add = async (name: string, query: string) => {
    const outcome = await store.views.add({ name, query }, BY);
    if ("refusal" in outcome) throw new Error(outcome.refusal);
    return outcome.view;
  };
  const plain = await add("Expired", "?status=expired");
  await add("Zxqvia", "?q=zxqvia");
  await add("Odd", "?q=&status=expired&q=zxqvia");
  const ofUser = await add("Calls with Zxqvia", "?user=user_9");
  const notOfUser = await add("All but Zxqvia", "?not_user=user_9");

  const seen = await masked(store).views.list();
  expect(JSON.stringify(seen).toLowerCase()).not.toContain("zxqvia");
  expect(seen[0]).toEqual(plain);
  expect(seen.slice(-2)).toEqual([
    { ...ofUser, name: `View ${ofUser.id}` },
    { ...notOfUser, name: `View ${notOfUser.id}` },
  ]);
  expect(await store.views.list()).toHaveLength(5);
});
