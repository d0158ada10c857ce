"use client";

import { useId } from "react";
import { type ConnectionRow, rowTitle, titleIdOf } from "@/components/lists/rows/connection-row";
import { Highlight, useSearchWords } from "@/components/lists/rows/highlight";
import { Initials } from "@/components/lists/rows/initials";
import { CopyButton } from "@/components/ui/form/copy-button";
import { Link } from "@/components/ui/link";
import { Personal } from "@/components/ui/personal/personal";
import { usePersonalTooltip } from "@/components/ui/personal/personal-tooltip";
import { isTestConnection } from "@/domain/intake/test-connection";
import { findHits } from "@/domain/lists/search-text";
import { connectionPath, userPath } from "@/domain/values/query/paths";

/** Shows the account, with a link to its connection. */
export function AccountCell({ row }: { row: ConnectionRow }) {
  const title = rowTitle(row);
  const tooltip = usePersonalTooltip(title);
  const Title = title === row.id ? "span" : Personal;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Initials name={title} seed={row.id} />
      <span className="grid min-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <Link href={connectionPath(row.id)} title={tooltip} data-row-link className="list-link font-medium">
            <Title id={titleIdOf(row)}>
              <Highlight text={title} />
            </Title>
          </Link>
          {isTestConnection(row.id) ? <Mark>Test</Mark> : null}
          {row.environment === "sandbox" ? <Mark>Sandbox</Mark> : null}
          {row.anomalies > 0 ? <Mark>Anomaly</Mark> : null}
        </span>
        <SecondLine row={row} title={title} />
      </span>
    </span>
  );
}

/** Shows the username, or the text that the search matched: a match that is off screen would look like a mistake. */
function SecondLine({ row, title }: { row: ConnectionRow; title: string }) {
  const words = useSearchWords();
  const username = row.username === null || title === `@${row.username}` ? null : `@${row.username}`;
  const shown = [title, username ?? "", row.user ?? ""];
  const isMissing = words.some((word) => !shown.some((text) => findHits(text, [word]).length > 0));
  const hidden = isMissing ? [row.id, row.accountId ?? ""].find((text) => findHits(text, words).length > 0) : undefined;
  const line = hidden ?? username ?? (title === row.id ? null : row.id);
  const tooltip = usePersonalTooltip(line ?? "");
  if (line === null) return null;
  const name = line === row.accountId ? "account " : "";
  return (
    <span title={tooltip} className="truncate text-ink-faint wide:group-data-[density=compact]/list:hidden">
      {name}
      {line === row.id ? (
        <Highlight text={line} />
      ) : (
        <Personal>
          <Highlight text={line} />
        </Personal>
      )}
    </span>
  );
}

function Mark({ children }: { children: string }) {
  return <span className="shrink-0 rounded border border-line px-1 text-[0.6875rem] text-ink-soft">{children}</span>;
}

export function UserCell({ user }: { user: string | null }) {
  const tooltip = usePersonalTooltip(user ?? "");
  const shownId = useId();
  if (user === null) return <span className="text-ink-faint">No user</span>;
  return (
    <span className="group/user flex min-w-0 items-center gap-1">
      <Link href={userPath(user)} title={tooltip} className="list-link list-id">
        <Personal id={shownId}>
          <Highlight text={user} />
        </Personal>
      </Link>
      <CopyButton text={user} label="Copy user" shownId={shownId} />
    </span>
  );
}

export function ConnectionIdCell({ id }: { id: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Link href={connectionPath(id)} title={id} className="list-link list-id">
        <Highlight text={id} />
      </Link>
      <CopyButton text={id} label={`Copy connection ${id}`} />
    </span>
  );
}
