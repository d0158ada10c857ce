import { Loader } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Button } from "@/components/ui/form/button";
import type { Progress } from "@/domain/operations/maintenance";
import { AutoRefresh } from "./auto-refresh";

type JobStatusProps = {
  /** "Folding all events". */
  readonly words: string;
  /** With a total of 0 the progress is unknown. */
  readonly progress: Progress;
  readonly unit?: string;
  readonly cancel: () => Promise<void>;
};

/** Shows a running job's progress with a button to cancel it. Refreshes until the job is done, with or without JavaScript. */
export function JobStatus({ words, progress: { done, total }, unit = "", cancel }: JobStatusProps) {
  const share = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
  return (
    <Card as="section" aria-label="Progress" className="grid gap-3 p-5">
      <AutoRefresh />
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
