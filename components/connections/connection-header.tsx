import type { ReactNode } from "react";
import { Initials } from "@/components/lists/rows/initials";
import { StatusBadge } from "@/components/lists/rows/status-badge";
import { TestBadge } from "@/components/lists/rows/test-badge";
import { PermissionChips } from "@/components/timeline/permission-chips";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/live/relative-time";
import { Personal } from "@/components/ui/personal/personal";
import { accountTitle, type Connection, type SignOfLife } from "@/domain/connection/connection";
import { isTestConnection } from "@/domain/intake/test-connection";
import { formatDuration, formatInstant } from "@/domain/values/duration";
import { connectionPath, eventPath, userPath } from "@/domain/values/query/paths";

type ConnectionHeaderProps = {
  readonly connection: Connection;
  readonly signOfLife: SignOfLife | null;
  readonly now: number;
  /** The heading level: 1 on its own page, 2 next to a list. */
  readonly titleLevel?: 1 | 2;
};

/** Shows the account, the user and the state of a connection; each value links to the event that set it. */
export function ConnectionHeader({ connection, signOfLife, now, titleLevel = 1 }: ConnectionHeaderProps) {
  const Title = titleLevel === 1 ? "h1" : "h2";
  const { id, account, setBy } = connection;
  const title = accountTitle(account) ?? id;
  return (
    <header className="@container grid grid-cols-1 gap-5">
      <div className="flex min-w-0 flex-wrap items-start gap-x-4 gap-y-3">
        <Initials name={title} seed={id} isLarge />
        <div className="min-w-0 flex-1">
          <Title className="text-xl font-semibold tracking-tight break-words">
            {title === id ? id : <Personal>{title}</Personal>}
          </Title>
          <p className="flex flex-wrap items-center gap-x-3 text-ink-soft">
            {isTestConnection(id) ? <TestBadge /> : null}
            {account.name && account.username ? <Personal>@{account.username}</Personal> : null}
            <span className="flex min-w-0 items-center gap-1 font-mono text-[0.8125rem]">
              <span className="break-all">{id}</span>
              <CopyButton text={id} label={`Copy connection ${id}`} />
            </span>
          </p>
        </div>
        <span className="min-w-0 @max-sm:basis-full">
          <StatusBadge status={connection.status} isLarge />
        </span>
      </div>
      <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-xl border border-line bg-line @lg:grid-cols-2 @4xl:grid-cols-4">
        <Fact name="Status since" id={id} setBy={setBy.status}>
          <RelativeTime at={connection.statusSince} now={now} />
          <Small>{formatInstant(connection.statusSince)}</Small>
          {connection.downSince === null || connection.isDisconnected ? null : (
            <Small>Down for {formatDuration(now - connection.downSince)}</Small>
          )}
        </Fact>
        <Fact name="User" id={id} setBy={setBy.user}>
          {connection.user === null ? "No user" : <UserLink user={connection.user} />}
          <Small>{environmentWords(connection)}</Small>
        </Fact>
        <Fact name="Account" id={id} setBy={setBy.account}>
          {account.id ? (
            <span className="flex items-center gap-1 font-mono text-[0.8125rem]">
              <Personal id="shown-account" className="break-all">
                {account.id}
              </Personal>
              <CopyButton text={account.id} label="Copy account" shownId="shown-account" />
            </span>
          ) : (
            "Not told yet"
          )}
        </Fact>
        <Fact name="History" id={id} setBy={connection.last.id} traceWords="latest:">
          <RelativeTime at={connection.last.occurredAt} now={now} />
          <Small>
            Expired {times(connection.expiries)}, reconnected {times(connection.reconnections)}
          </Small>
          <Small>First event {formatInstant(connection.firstEventAt)}</Small>
          {signOfLife ? (
            <Small>
              Last sign of life <RelativeTime at={signOfLife.lastAt} now={now} />
            </Small>
          ) : null}
        </Fact>
        <Fact name="Permissions" id={id} setBy={setBy.permissions} isWide>
          {connection.permissions === null ? "Not told yet" : null}
          {connection.permissions?.length === 0 ? "None" : null}
          <PermissionChips permissions={connection.permissions ?? []} />
          {connection.lostPermissions.length > 0 ? (
            <PermissionChips permissions={connection.lostPermissions} change="lost" />
          ) : null}
        </Fact>
      </dl>
    </header>
  );
}

type FactProps = {
  readonly name: string;
  readonly id: string;
  readonly setBy: number | null;
  readonly traceWords?: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
};

function Fact({ name, id, setBy, traceWords = "set by", isWide = false, children }: FactProps) {
  return (
    <div className={isWide ? "bg-surface p-4 @lg:col-span-2 @4xl:col-span-4" : "bg-surface p-4"}>
      <dt className="mb-1 flex items-baseline justify-between gap-2 text-xs text-ink-faint">
        {name}
        {setBy === null ? null : (
          <a href={eventPath(connectionPath(id), setBy)} className="underline hover:text-ink">
            {traceWords} event {setBy}
          </a>
        )}
      </dt>
      <dd className="grid grid-cols-1 gap-1.5">{children}</dd>
    </div>
  );
}

function UserLink({ user }: { user: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Link href={userPath(user)} className="min-w-0 font-mono text-[0.8125rem] break-all text-accent hover:underline">
        <Personal id="shown-user">{user}</Personal>
      </Link>
      <CopyButton text={user} label="Copy user" shownId="shown-user" />
    </span>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <span className="text-xs text-ink-faint">{children}</span>;
}

function environmentWords(connection: Connection): string {
  if (connection.environment === "live") return "Live environment";
  return connection.environment === "sandbox" ? "Sandbox: not a real account" : "Environment not reported";
}

function times(count: number): string {
  if (count === 0) return "never";
  return count === 1 ? "once" : `${count} times`;
}
