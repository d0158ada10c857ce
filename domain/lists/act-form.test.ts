import fc from "fast-check";
import { expect, test } from "vitest";
import { actFields } from "@/domain/outreach/act-fields";
import { type ActContent, CHANNELS, DISMISS_REASONS } from "@/domain/outreach/case-act";
import { parseAct } from "./act-form";

const note = fc.string({ maxLength: 40 }).map((text) => text.toWellFormed().trim());
const acts: fc.Arbitrary<ActContent> = fc.oneof(
  fc.record({ kind: fc.constant("assigned" as const), to: fc.oneof(fc.constant(null), fc.integer({ min: 1 })) }),
  fc.record({
    kind: fc.constant("contacted" as const),
    channel: fc.constantFrom(...CHANNELS),
    template: fc.constantFrom(null, "Reminder"),
    note,
  }),
  fc.record({ kind: fc.constant("snoozed" as const), until: fc.constantFrom(null, 0, 1_800_000_000_000), note }),
  fc.record({ kind: fc.constant("dismissed" as const), reason: fc.constantFrom(...DISMISS_REASONS), note }),
  fc.constant({ kind: "reopened" as const }),
  fc.constant({ kind: "accepted" as const }),
  fc.record({ kind: fc.constant("noted" as const), note: note.filter((text) => text !== "") }),
);

function formWith(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("an act survives its form", () => {
  fc.assert(
    fc.property(acts, (act) => {
      const form = formWith([...actFields(act), ["id", "conn_1"], ["id", "conn_2"], ["seen", "7"]]);
      const read = parseAct(form);
      expect(read).toEqual({
        content: act,
        ids: ["conn_1", "conn_2"],
        isAll: false,
        query: "",
        seen: 7,
        meantAgain: [],
      });
    }),
  );
});

test("an act on all that match a query is refused if the query is not understood", () => {
  const all = (query: string) =>
    parseAct(
      formWith([
        ["kind", "reopened"],
        ["all", "yes"],
        ["query", query],
      ]),
    );
  expect(all("?expired=7d&list=outreach")).not.toBeNull();
  expect(all("?expired=last-week&list=outreach")).toBeNull();
  expect(all("?staus=expired")).toBeNull();
});

test("anything else is rejected", () => {
  for (const fields of [
    [],
    [["kind", "erased"]],
    [
      ["kind", "noted"],
      ["note", "  "],
    ],
    [
      ["kind", "snoozed"],
      ["until", "-1"],
    ],
  ]) {
    expect(parseAct(formWith(fields.map(([name = "", value = ""]) => [name, value] as const)))).toBeNull();
  }
});
