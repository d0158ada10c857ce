import { expect, test } from "vitest";
import { AUDIT_CSV } from "@/domain/operations/audit-export";
import { streamOf, takeExportPlace } from "./export-stream";

const ANA = { kind: "person", id: 1 } as const;

test("nobody takes more than half of the places for exports, and all together never exceed them", () => {
  const take = (id: number, kind: "person" | "token" = "person") => takeExportPlace({ kind, id });
  const own = [1, 2, 3, 4].map(() => take(1));
  expect(own.every((place) => place !== null)).toBe(true);
  expect(take(1)).toBeNull();
  const others = [take(2), take(1, "token"), take(3), take(3)];
  expect(others.every((place) => place !== null)).toBe(true);
  expect(take(4)).toBeNull();
  for (const place of [...own, ...others]) place?.leave();
  const again = take(1);
  expect(again).not.toBeNull();
  again?.leave();
});

test("an export gives back its place when it ends, when its reader leaves, and when it fails", async () => {
  const left: string[] = [];
  const placeOf = (name: string) => ({ leave: () => void left.push(name) });
  async function* slices(isBroken = false) {
    yield [];
    if (isBroken) throw new Error("The disk is gone.");
  }
  await new Response(streamOf(AUDIT_CSV, slices(), placeOf("whole"))).text();
  await streamOf(AUDIT_CSV, slices(), placeOf("cancelled")).cancel();
  await expect(new Response(streamOf(AUDIT_CSV, slices(true), placeOf("broken"))).text()).rejects.toThrow();
  expect(left).toEqual(["whole", "cancelled", "broken"]);
  const place = takeExportPlace(ANA);
  expect(place).not.toBeNull();
  place?.leave();
});
