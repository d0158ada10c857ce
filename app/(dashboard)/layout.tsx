import { unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";
import { enter } from "@/app/access/enter";
import { readBlur } from "@/app/blur";
import { countedViews } from "@/app/counted-views";
import { readSingleKeys } from "@/app/single-keys";
import { readTheme } from "@/app/theme";
import { clock } from "@/clock";
import { IntakeHealth } from "@/components/intake/intake-health";
import { Shell } from "@/components/shell/shell";
import { chooseBlur, chooseSingleKeys, chooseTheme } from "./actions";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [theme, isBlurred, areSingleKeysOn, frame] = await Promise.all([
    readTheme(),
    readBlur(),
    readSingleKeys(),
    readFrame(),
  ]);
  return (
    <Shell
      theme={theme}
      chooseTheme={chooseTheme}
      isBlurred={isBlurred}
      chooseBlur={chooseBlur}
      areSingleKeysOn={areSingleKeysOn}
      chooseSingleKeys={chooseSingleKeys}
      health={<IntakeHealth summary={frame?.summary ?? null} now={clock.now()} />}
      views={frame?.views ?? []}
      who={frame?.who ?? null}
    >
      {children}
    </Shell>
  );
}

/** The frame stands even when the database doesn't: the health says so, and the page inside shows its own error. */
async function readFrame() {
  try {
    const { store, person } = await enter("viewer");
    const [summary, views] = await Promise.all([
      store.intake.summary().catch(() => null),
      countedViews(store, person.id).catch(() => []),
    ]);
    return { summary, views, who: { name: person.name, email: person.email, role: person.role } };
  } catch (fault) {
    unstable_rethrow(fault);
    return null;
  }
}
