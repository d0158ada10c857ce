import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** People at work, and unexpected responses to them. */
export type Operators = {
  readonly stop: () => Promise<{ readonly acts: number; readonly failures: readonly string[] }>;
};

type Fields = Readonly<Record<string, string>>;

const REST_MS = 400;

/** Starts people who write notes, snooze, check a replay and change a setting, one thing after the other. */
export function beginOperating(origin: string, cookie: string): Operators {
  const failures: string[] = [];
  const numbers = actionNumbers();
  let isOver = false;
  let acts = 0;

  async function act(path: string, action: string, fields: Fields, before: readonly null[] = []): Promise<void> {
    const number = numbers.get(action);
    if (!number) throw new Error(`The build has no action ${action}`);
    const body = new FormData();
    // In React's format: the form's own fields, then the arguments, one of which is the form.
    for (const [name, value] of Object.entries(fields)) body.set(`_1_${name}`, value);
    body.set("0", JSON.stringify([...before, "$K1"]));
    const headers = { cookie, origin, "next-action": number };
    const response = await fetch(`${origin}${path}`, { method: "POST", body, headers, redirect: "manual" });
    await response.arrayBuffer();
    acts += 1;
    if (response.status >= 400) failures.push(`${action} was answered ${response.status}`);
  }

  async function someCase(): Promise<string | null> {
    const page = await fetch(`${origin}/outreach`, { headers: { cookie } });
    return /\/connections\/(conn_[a-z0-9]+)/.exec(await page.text())?.[1] ?? null;
  }

  async function work(turn: number): Promise<void> {
    const id = await someCase();
    const about = { query: "", ...(id ? { id } : {}) };
    const snooze = { ...about, kind: "snoozed", until: "opened", note: "" };
    if (id) await act("/outreach", "actOnCases", { ...about, kind: "noted", note: `Turn ${turn}` }, [null]);
    if (id && turn % 3 === 0) await act("/outreach", "actOnCases", snooze, [null]);
    if (turn % 5 === 0) await act("/settings/privacy", "chooseMasking", turn % 2 === 0 ? { masks: "yes" } : {});
    if (turn % 20 === 0) await act("/replay", "startRebuild", { mode: "check", connection: id ?? "" });
  }

  async function operate(): Promise<void> {
    for (let turn = 1; !isOver; turn++) {
      await work(turn).catch((fault) => failures.push(String(fault)));
      await pause(REST_MS);
    }
  }

  const operating = operate();
  return {
    stop: async () => {
      isOver = true;
      await operating;
      return { acts, failures };
    },
  };
}

/** Returns the ids of the actions in the build. */
function actionNumbers(): Map<string, string> {
  // Safe: Next writes this file; a missing action is reported by name.
  const { node } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
    node: Record<string, { exportedName: string }>;
  };
  return new Map(Object.entries(node).map(([number, { exportedName }]) => [exportedName, number]));
}
