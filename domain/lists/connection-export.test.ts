import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldHistory } from "@/domain/connection/projection";
import { LINEAR_TIME, LONG } from "@/testing/linear-time";
import { created } from "@/testing/worlds/deliveries";
import { csvLine, type ExportedConnection, exporterOf } from "./connection-export";
import { CONNECTION_COLUMNS } from "./list-look";

function connectionOf(said: Parameters<typeof created>[0]): ExportedConnection {
  const { reading } = created(said);
  if (reading.kind !== "connection") throw new Error("Not a connection event");
  const event = { id: 1, occurredAt: said?.occurredAt ?? 0, receivedAt: 0, deliveries: 1, said: reading };
  const connection = foldHistory([event]);
  if (!connection) throw new Error("No state");
  return { ...connection, listedCase: null, doNotContact: null };
}

/** RFC 4180's grammar. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push(row);
    if (match[3] === "\r\n") row = [];
    if (cell.lastIndex === text.length) break;
  }
  return rows;
}

const anyCell = fc.string({
  unit: fc.oneof(
    fc.string({ minLength: 1, maxLength: 1 }),
    fc.constantFrom('"', ",", ";", "|", "\t", "\r", "\n", " ", "\u200b", "=", "-", "＝", "é", "💎"),
  ),
});

const FORMULA = /^[\s\p{Cc}\p{Cf}"]*[=+\-@%|＝＋－＠％｜]/u;
/** What a program may read as the end of a cell, whatever its settings. */
const SEPARATORS = /[,;|\t\r\n]/u;

describe("CSV", () => {
  test("every cell is quoted", () => {
    expect(csvLine(["a", "", "b;c", "d\te", 'f"g'])).toBe('"a","","b;c","d\te","f""g"\r\n');
  });

  test("reading a file back gives the same cells, except for apostrophes before formulas", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyCell, { minLength: 1, maxLength: 5 }), { minLength: 1 }), (rows) => {
        const read = parseCsv(rows.map(csvLine).join(""));
        const without = (cells: string[][]) => cells.map((row) => row.map((cell) => cell.replaceAll("'", "")));
        expect(without(read)).toEqual(without(rows));
        for (const cell of rows.flat())
          if (!/[=+\-@%|＝＋－＠％｜\t\r\n]/.test(cell)) expect(read.flat()).toContain(cell);
      }),
    );
  });

  test("no cell begins with a formula, whichever separator a program uses", () => {
    fc.assert(
      fc.property(fc.array(anyCell, { minLength: 1, maxLength: 5 }), (row) => {
        const [read = []] = parseCsv(csvLine(row));
        const parts = read.flatMap((cell) => [cell, ...cell.split(SEPARATORS)]);
        // A separator is harmless if only separators follow.
        expect(parts.filter((part) => FORMULA.test(part) && !/^[\s\p{Cc}\p{Cf}"]*\|/u.test(part))).toEqual([]);
      }),
    );
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["%0A", "'%0A"],
    ["|x", "'|x"],
    ["＝1+1", "'＝1+1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠SUM(A1)", "'＠SUM(A1)"],
    ["  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"],
    ["\u200b=1", "'\u200b=1"],
    ["\u0000=1", "'\u0000=1"],
    ['"=1"', '\'"=1"'],
    ["\tx", "'\tx"],
    ["\t=1", "'\t'=1"],
    ["a;=1+1", "a;'=1+1"],
    ["a; ＝1", "a;' ＝1"],
    ["a,-1", "a,'-1"],
    ["a\t+1", "a\t'+1"],
    ["a\r\n@x", "a\r\n'@x"],
    ["a\u2028=1", "a\u2028'=1"],
    ["a|=1", "a|'=1"],
    ['a;"=1"', 'a;\'"=1"'],
  ])("%j is text, not a formula", (name, written) => {
    const { lines } = exporterOf("csv", ["account"]);
    expect(parseCsv(lines([connectionOf({ account: { name } })]))[0]?.[0]).toBe(written);
  });

  test.each(["a-b", "Zoë; Quinn", "a=1", "1 + 1", "ann@example.org", "Mozilla/5.0 (X11; Linux x86_64) like Gecko"])(
    "%j is left as it is",
    (text) => {
      expect(parseCsv(csvLine([text]))).toEqual([[text]]);
    },
  );

  test.each([
    [" ", LONG],
    ["\t", 1 + LONG],
    [";", LONG],
    ['"', 2 * LONG],
    ["; ", 2 * LONG],
    ["|", 2 * LONG],
    ["\u200b", LONG],
  ])("a long cell of %j is written in linear time", LINEAR_TIME, (unit, length) => {
    expect(csvLine([unit.repeat(LONG)])).toHaveLength('""\r\n'.length + length);
  });

  test("has the selected columns in their order, the connection's id, and times in ISO 8601", () => {
    const { header, lines } = exporterOf("csv", ["user", "last_event", "permissions"]);
    const said = {
      connection: "conn_1",
      user: "ann",
      permissions: ["b", "a"],
      occurredAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    };
    expect(header).toBe('\uFEFF"user","last_event_at","permissions","lost_permissions","connection"\r\n');
    expect(lines([connectionOf(said)])).toBe('"ann","2026-01-02T03:04:05.006Z","b a","","conn_1"\r\n');
  });
});

describe("JSON Lines", () => {
  test("holds exact values, one object per line", () => {
    const { header, lines } = exporterOf("jsonl", CONNECTION_COLUMNS);
    const account = { id: "1", name: "=1\n\u2028", username: "u" };
    const text = lines([connectionOf({ user: null, account }), connectionOf({ account })]);
    expect(header).toBe("");
    expect(text.split("\n")).toHaveLength(3);
    expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({
      user: null,
      account_name: "=1\n\u2028",
      permissions: null,
    });
  });
});

describe("lists for outreach", () => {
  test("leave out users not to contact, which other formats mark", () => {
    const rows = [connectionOf({ user: "ann" }), { ...connectionOf({ user: "bob" }), doNotContact: "" }];
    expect(exporterOf("users", []).lines(rows)).toBe("ann\n");
    expect(parseCsv(exporterOf("csv", ["outreach"]).lines(rows)).map((cells) => cells[3])).toEqual(["", "yes"]);
  });

  test("list each user once, one per line, and leave out connections without one", () => {
    const { lines } = exporterOf("users", []);
    const rows = ["ann", null, "bob", "ann"].map((user) => connectionOf({ user }));
    expect(lines(rows.slice(0, 3)) + lines(rows.slice(3))).toBe("ann\nbob\n");
  });
});
