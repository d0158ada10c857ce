import type { ReactNode } from "react";
import { Logo } from "@/components/ui/logo";

/** Frames the pages for people who have not signed in yet. */
export function AccessFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-4">
      <div className="grid w-full max-w-md gap-6 py-8">
        <div className="justify-self-center">
          <Logo />
        </div>
        <section className="grid gap-5 rounded-2xl border border-line bg-surface p-6 shadow-xs sm:p-8">
          <header className="grid gap-1">
            <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
            {lead ? <div className="text-pretty text-ink-soft">{lead}</div> : null}
          </header>
          {children}
        </section>
      </div>
    </main>
  );
}
