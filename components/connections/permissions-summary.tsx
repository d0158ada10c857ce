import { sortPermissions } from "@/domain/connection/permissions";

export const PERMISSIONS_TRIGGER =
  "-mx-1.5 flex max-w-full flex-col items-start gap-1 rounded-md px-1.5 py-0.5 text-left hover:bg-gone-soft";

/** Shows the number of permissions, and those that the last change removed. */
export function PermissionsSummary({ id, count, lost }: { id: string; count: number; lost: readonly string[] }) {
  const [first, ...rest] = sortPermissions(lost);
  return (
    <span id={id} className="contents">
      <span className="whitespace-nowrap">{count === 0 ? "None" : `${count} granted`}</span>
      {first === undefined ? null : (
        <span className="flex max-w-full items-center gap-1 text-xs text-bad">
          <span className="truncate">{`lost ${first}`}</span>
          {rest.length > 0 ? <span className="shrink-0">+{rest.length}</span> : null}
        </span>
      )}
    </span>
  );
}
