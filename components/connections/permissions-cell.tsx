import { sortPermissions } from "@/domain/permissions";

/** How many permissions there are, and which ones the last change took away. */
export function PermissionsCell({
  permissions,
  lost,
}: {
  permissions: readonly string[] | null;
  lost: readonly string[];
}) {
  if (permissions === null) return <span className="text-ink-faint">Not told yet</span>;
  return (
    <span className="flex flex-col gap-1">
      <span title={sortPermissions(permissions).join("\n")} className="w-fit whitespace-nowrap">
        {permissions.length === 0 ? "None" : `${permissions.length} granted`}
      </span>
      {lost.length > 0 ? <LostPermissions lost={lost} /> : null}
    </span>
  );
}

function LostPermissions({ lost }: { lost: readonly string[] }) {
  const [first, ...rest] = sortPermissions(lost);
  return (
    <span title={sortPermissions(lost).join("\n")} className="flex w-fit max-w-44 items-center gap-1 text-xs text-bad">
      <span className="truncate">lost {first}</span>
      {rest.length > 0 ? <span className="shrink-0">+{rest.length}</span> : null}
    </span>
  );
}
