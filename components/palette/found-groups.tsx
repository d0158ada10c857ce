import { UserRound } from "lucide-react";
import { Highlight, HighlightProvider } from "@/components/lists/rows/highlight";
import { Initials } from "@/components/lists/rows/initials";
import { StatusBadge } from "@/components/lists/rows/status-badge";
import { Personal } from "@/components/ui/personal/personal";
import type { Found, FoundConnection } from "@/domain/connection/quick-find";
import { formatCount } from "@/domain/values/count";
import { connectionPath, userPath } from "@/domain/values/query/paths";
import type { Choice } from "./entries";
import { PaletteGroup, PaletteItem } from "./palette-item";

type FoundGroupsProps = {
  readonly query: string;
  readonly found: Found;
  readonly onSelect: (choice: Choice) => void;
};

/** Lists what the server found, with the matching letters highlighted. */
export function FoundGroups({ query, found, onSelect }: FoundGroupsProps) {
  return (
    <HighlightProvider query={query}>
      {found.connections.length > 0 ? (
        <PaletteGroup name="Connections">
          {found.connections.map((one) => (
            <PaletteItem
              key={one.id}
              id={`connection ${one.id}`}
              onSelect={() => onSelect({ href: connectionPath(one.id) })}
            >
              <ConnectionLine connection={one} />
            </PaletteItem>
          ))}
        </PaletteGroup>
      ) : null}
      {found.users.length > 0 ? (
        <PaletteGroup name="Users">
          {found.users.map(({ reference, connections }) => (
            <PaletteItem
              key={reference}
              id={`user ${reference}`}
              onSelect={() => onSelect({ href: userPath(reference) })}
            >
              <UserRound aria-hidden className="mx-2 size-4 shrink-0 text-ink-faint" />
              <Personal className="truncate font-mono text-[0.8125rem]">
                <Highlight text={reference} />
              </Personal>
              <span className="ml-auto shrink-0 text-xs text-ink-faint">
                {formatCount(connections)} {connections.value === 1 ? "connection" : "connections"}
              </span>
            </PaletteItem>
          ))}
        </PaletteGroup>
      ) : null}
    </HighlightProvider>
  );
}

function ConnectionLine({ connection }: { connection: FoundConnection }) {
  const { id, title, username, user, status } = connection;
  const handle = username === null ? null : `@${username}`;
  const below = [handle, user].filter((text) => text !== null && text !== title);
  const Title = title === id ? "span" : Personal;
  return (
    <>
      <Initials name={title} seed={id} />
      <span className="grid min-w-0">
        <Title className="truncate font-medium">
          <Highlight text={title} />
        </Title>
        <span className="truncate text-xs text-ink-faint">
          {below.length > 0 ? (
            <Personal>
              <Highlight text={below.join(" · ")} />
            </Personal>
          ) : null}
          {below.length > 0 && title !== id ? " · " : null}
          {title === id ? null : <Highlight text={id} />}
        </span>
      </span>
      <span className="ml-auto max-w-[40%] shrink-0">
        <StatusBadge status={status} />
      </span>
    </>
  );
}
