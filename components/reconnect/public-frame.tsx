import clsx from "clsx";
import { CircleCheck, CircleX, Link2 } from "lucide-react";
import type { ReactNode } from "react";

type Tone = "plain" | "done" | "problem";

const STYLES = {
  plain: { Icon: Link2, tone: "bg-accent-soft text-accent" },
  done: { Icon: CircleCheck, tone: "bg-ok-soft text-ok" },
  problem: { Icon: CircleX, tone: "bg-warn-soft text-warn" },
} as const;

type PublicFrameProps = {
  /** The team's name as its users know it; empty if it is not set. */
  readonly team: string;
  readonly title: string;
  readonly tone?: Tone;
  readonly children: ReactNode;
};

/** Frames the pages for the team's own users, who know the team but not Relink. */
export function PublicFrame({ team, title, tone = "plain", children }: PublicFrameProps) {
  const { Icon, tone: classes } = STYLES[tone];
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-4">
      <section className="grid w-full max-w-md gap-5 rounded-2xl border border-line bg-surface p-6 text-base shadow-xs sm:p-8">
        <span className={clsx("grid size-12 place-items-center rounded-full", classes)}>
          <Icon aria-hidden className="size-6" />
        </span>
        <header className="grid gap-1">
          {team === "" ? null : <p className="text-sm font-medium text-ink-faint">{team}</p>}
          <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        </header>
        <div className="grid gap-4 text-pretty text-ink-soft">{children}</div>
      </section>
    </main>
  );
}
