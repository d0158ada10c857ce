import type { ReactNode } from "react";
import { countedViews } from "@/app/counted-views";
import { readSingleKeys } from "@/app/single-keys";
import { readTheme } from "@/app/theme";
import { IntakeHealth } from "@/components/intake/intake-health";
import { Shell } from "@/components/shell/shell";
import { getStore } from "@/db";
import { chooseSingleKeys, chooseTheme } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [theme, areSingleKeysOn] = await Promise.all([readTheme(), readSingleKeys()]);
  // The frame stands even when the database doesn't: the health says so, and the page inside shows its own error.
  const [summary, views] = await Promise.all([
    getStore()
      .intake.summary()
      .catch(() => null),
    countedViews().catch(() => []),
  ]);
  return (
    <Shell
      theme={theme}
      chooseTheme={chooseTheme}
      areSingleKeysOn={areSingleKeysOn}
      chooseSingleKeys={chooseSingleKeys}
      health={<IntakeHealth summary={summary} now={Date.now()} />}
      views={views}
    >
      {children}
    </Shell>
  );
}
