import { RelativeTime } from "@/components/ui/live/relative-time";
import type { BackupStanding } from "@/domain/operations/backup-standing";

type BackupScheduleProps = {
  readonly settings: { readonly folder: string; readonly everyHours: number | null; readonly keep: number };
  readonly standing: BackupStanding;
  readonly now: number;
};

/** Shows when and where the server backs up by itself, or what to configure so that it does. */
export function BackupSchedule({ settings: { folder, everyHours, keep }, standing, now }: BackupScheduleProps) {
  return (
    <div className="grid gap-2">
      <p>
        {everyHours === null ? (
          <>
            The server makes none by itself. Set <Code>RELINK_BACKUP_DIR</Code> to a folder, best on another disk, and
            start Relink again: then one is made every 24 hours.
          </>
        ) : (
          <>
            One is made {everyHours === 1 ? "every hour" : `every ${everyHours} hours`}
            {standing.kind === "none" ? ": the first comes in a moment." : "."}
          </>
        )}{" "}
        {keep === 1 ? "The newest is kept" : `The newest ${keep} are kept`}, in <Code>{folder}</Code>.
      </p>
      {standing.newestAt === null ? null : (
        <p className="text-ink-soft">
          The last was made <RelativeTime at={standing.newestAt} now={now} />.
        </p>
      )}
    </div>
  );
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-[0.8125rem] wrap-anywhere">{children}</code>;
}
