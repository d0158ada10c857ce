import { CopyButton } from "@/components/ui/form/copy-button";

/** Explains how to restore a backup. */
export function RestoreGuide({ newest }: { newest: string | null }) {
  const file = newest ?? "FILE";
  const command = `npm run restore -- ${file}`;
  return (
    <div className="grid gap-3">
      <ol className="grid list-decimal gap-2 pl-5">
        <li>Stop Relink. What OFAuth can't deliver meanwhile, it sends again.</li>
        <li>
          <span className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-[0.8125rem] wrap-anywhere">{command}</code>
            <CopyButton text={command} label="Copy the command" />
          </span>
          In a deployed folder:{" "}
          <code className="font-mono text-[0.8125rem] wrap-anywhere">node commands/restore.mjs {file}</code>. It reads
          the backup for damage, says what will be lost, and asks before it changes anything.
        </li>
        <li>Start Relink. Everyone signs in again; one-time links from before no longer work.</li>
      </ol>
      <p className="text-ink-soft">
        Keep <code className="font-mono text-[0.8125rem]">secret.key</code> of the data folder too, in another place:
        backups don't hold it, and second steps can't be read without it.
      </p>
    </div>
  );
}
