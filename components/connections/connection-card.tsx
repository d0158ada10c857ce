import { Initials } from "@/components/lists/rows/initials";
import { StatusBadge } from "@/components/lists/rows/status-badge";
import { TestBadge } from "@/components/lists/rows/test-badge";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import { accountTitle, type Connection } from "@/domain/connection/connection";
import { isTestConnection } from "@/domain/intake/test-connection";
import { connectionPath } from "@/domain/values/query/paths";

/** One of a user's connections: its account and its status, with the time in it. */
export function ConnectionCard({ connection, now }: { connection: Connection; now: number }) {
  const { id, account, permissions } = connection;
  const title = accountTitle(account) ?? id;
  return (
    <Card as="li" className="relative flex min-w-0 items-center gap-3 p-4 hover:bg-hover">
      <Initials name={title} seed={id} />
      <span className="grid min-w-0 flex-1">
        <Link href={connectionPath(id)} className="truncate font-medium after:absolute after:inset-0 after:rounded-xl">
          {title === id ? id : <Personal>{title}</Personal>}
        </Link>
        {isTestConnection(id) ? <TestBadge /> : null}
        {title === id ? null : <span className="truncate font-mono text-xs text-ink-faint">{id}</span>}
      </span>
      <span className="grid max-w-[45%] shrink-0 justify-items-end gap-1">
        <StatusBadge status={connection.status} />
        <span className="text-xs text-ink-faint">
          <RelativeTime at={connection.statusSince} now={now} />
          {permissions ? `, ${permissions.length} granted` : ""}
        </span>
      </span>
    </Card>
  );
}
