import { CircleCheck } from "lucide-react";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/form/copy-button";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { ListedBackup } from "@/domain/operations/backup";
import { formatBytes } from "@/domain/values/byte-size";

/** Lists the backups that are kept, newest first. */
export function BackupList({ backups, now }: { backups: readonly ListedBackup[]; now: number }) {
  if (backups.length === 0) return <p className="text-ink-soft">No backup yet.</p>;
  return (
    <Card as="ul" aria-label="Backups" className="grid grid-cols-1 divide-y divide-line">
      {backups.map(({ name, madeAt, version, bytes, facts }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2.5">
          <span className="min-w-0 flex-1 basis-64">
            <span className="block font-medium">
              <RelativeTime at={madeAt} now={now} />
            </span>
            <span className="flex items-center gap-1 text-xs text-ink-soft">
              <code className="min-w-0 font-mono break-all">{name}</code>
              <CopyButton text={name} label={`Copy the name ${name}`} />
            </span>
          </span>
          <span className="grid gap-0.5 text-xs text-ink-soft sm:text-right">
            <span className="flex items-center gap-1 text-ok sm:justify-end">
              <CircleCheck aria-hidden className="size-3.5" /> Verified
              {facts ? `, ${facts.compared} connections compared` : ""}
            </span>
            <span className="tabular-nums">
              {formatBytes(bytes)}
              {facts ? `, ${eventsOf(facts.events)}, in ${facts.took}` : ""}, version {version}
            </span>
          </span>
        </li>
      ))}
    </Card>
  );
}

function eventsOf(count: number): string {
  return count === 1 ? "one event" : `${count.toLocaleString("en")} events`;
}
