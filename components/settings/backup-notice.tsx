import { TriangleAlert } from "lucide-react";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { BackupStanding } from "@/domain/operations/backup-standing";

/** Warns on every settings page that backups fail or are overdue. */
export function BackupNotice({ standing, now }: { standing: BackupStanding; now: number }) {
  const { kind, failure, newestAt } = standing;
  if (kind !== "failed" && kind !== "late") return null;
  return (
    <div
      role="status"
      className="mx-4 mt-5 grid max-w-3xl grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border border-warn/30 bg-warn-soft px-4 py-3 text-warn sm:mx-6"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4" />
      <p>
        {failure ? (
          <>
            <span className="font-medium">
              A backup failed <RelativeTime at={failure.at} now={now} />.
            </span>{" "}
            <span className="wrap-anywhere">{failure.sentence}</span>
          </>
        ) : (
          <span className="font-medium">A backup is overdue.</span>
        )}
        {newestAt === null ? (
          " There is none yet."
        ) : (
          <>
            {" "}
            The last good one was made <RelativeTime at={newestAt} now={now} />.
          </>
        )}
      </p>
    </div>
  );
}
