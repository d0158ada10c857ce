import { spawn } from "node:child_process";
import { expect, test } from "@/e2e/deployment";
import { ROOT } from "@/e2e/programs";

/** Runs parts of `npm run torture` in their short form; returns their output and exit code. */
function torture(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "torture/torture.ts", ...args], { cwd: ROOT });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, output })));
}

for (const [part, ...args] of [["kill", "--rounds", "2"], ["stop", "--rounds", "1"], ["locked"], ["clock"]] as const) {
  test(`nothing acknowledged is lost: ${part}`, async () => {
    test.setTimeout(900_000);
    const { code, output } = await torture(part, ...args);
    expect(output).toContain("Every promise was kept.");
    expect(code).toBe(0);
  });
}

test("an unknown part is reported, with those that exist", async () => {
  const { code, output } = await torture("everything");
  expect(code).toBe(1);
  expect(output).toContain('There is no part "everything".');
  expect(output).toContain("slow-disk");
});
