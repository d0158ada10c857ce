import { Loader } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Progress } from "@/domain/operations/maintenance";
import { Refreshing } from "./refreshing";

type JobStatusProps = {
  /** "Folding all events". */
  readonly words: string;
  /** A total of nothing: how far it is can't be told. */
  readonly progress: Progress;
  readonly unit?: string;
  readonly cancel: () => Promise<void>;
};

/** How far a job is that runs, and the way to end it. Draws itself anew until it is done, with or without scripts. */
export function JobStatus({ words, progress: { done, total }, unit = "", cancel }: JobStatusProps) {
  const share = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
  return (
    <Card as="section" aria-label="Progress" className="grid gap-3 p-5">
      <Refreshing />
      <noscript>
        <meta httpEquiv="refresh" content="2" />
      </noscript>
      <p className="flex items-center gap-2 font-medium">
        <Loader aria-hidden className="size-4 animate-spin text-accent motion-reduce:animate-none" />
        {words}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <progress
          {...(total > 0 ? { value: done, max: total } : {})}
          aria-label={words}
          className="h-2 min-w-40 flex-1 accent-accent"
        />
        <span className="text-ink-soft tabular-nums">
          {total > 0 ? `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${unit}`.trimEnd() : ""}
          {total > 0 ? `, ${share}%` : ""}
        </span>
      </div>
      <form action={cancel}>
        <Button type="submit">Cancel</Button>
      </form>
    </Card>
  );
}
