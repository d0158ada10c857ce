import type { ReactNode } from "react";
import { Card } from "./card";

/** A section of a settings page: a title, a lead, and a card with its content. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-3">
      <div className="grid gap-0.5">
        <h2 className="font-semibold">{title}</h2>
        {lead ? <p className="max-w-prose text-ink-soft">{lead}</p> : null}
      </div>
      <Card className="p-5 sm:p-6">{children}</Card>
    </section>
  );
}
