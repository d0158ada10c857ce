import { Users } from "lucide-react";
import { StatusBadge } from "@/components/lists/rows/status-badge";
import { Link } from "@/components/ui/link";
import { Personal } from "@/components/ui/personal/personal";
import type { Connection } from "@/domain/connection/connection";
import { formatAge } from "@/domain/values/duration";
import { connectionPath } from "@/domain/values/query/paths";

type SameAccountProps = {
  readonly connection: Connection;
  readonly others: readonly Connection[];
  readonly now: number;
};

/** Lists other connections of the same account, and explains what that most likely means. */
export function SameAccount({ connection, others, now }: SameAccountProps) {
  if (others.length === 0) return null;
  return (
    <section aria-label="Same account" className="grid gap-2 rounded-xl border border-wait/30 bg-wait-soft p-4">
      <h2 className="flex items-center gap-2 font-medium text-wait">
        <Users aria-hidden className="size-4" /> The same account is in{" "}
        {others.length === 1 ? "another connection" : `${others.length} other connections`}
      </h2>
      <ul className="grid gap-1.5">
        {others.map((other) => (
          <li key={other.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link href={connectionPath(other.id)} className="font-mono text-[0.8125rem] break-all underline">
              {other.id}
            </Link>
            <StatusBadge status={other.status} />
            <span className="text-ink-soft">
              {other.user === null ? (
                "without a user"
              ) : other.user === connection.user ? (
                "of the same user"
              ) : (
                <>
                  of user <Personal>{other.user}</Personal>
                </>
              )}
              , first event {formatAge(other.firstEventAt, now)}. {meaningOf(connection, other)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Explains how two connections of one account relate. */
function meaningOf(connection: Connection, other: Connection): string {
  const isNewer = other.firstEventAt > connection.firstEventAt;
  const isDown = connection.isDisconnected || connection.downSince !== null;
  const isOtherDown = other.isDisconnected || other.downSince !== null;
  if (isNewer && isDown && !isOtherDown) return "Reconnected there, under a new id.";
  if (!isNewer && isOtherDown && !isDown) return "This one came after it: reconnected under a new id.";
  return isDown || isOtherDown ? "" : "Both are in use: perhaps linked twice.";
}
