import { Command } from "cmdk";
import { CircleX, RotateCw, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { Keys } from "@/components/keyboard/keys";
import { useKeyboard } from "@/components/keyboard/shortcuts";
import { PERSONAL, Personal } from "@/components/ui/personal/personal";
import { type Choice, type Entry, type EntryGroup, matchingGroups } from "./entries";
import { FoundGroups } from "./found-groups";
import { PaletteGroup, PaletteItem } from "./palette-item";
import { type Finding, useFound } from "./use-found";

type PaletteSearchProps = {
  readonly groups: readonly EntryGroup[];
  readonly closeAnd: (run: () => void) => void;
};

/** The palette's content; remounted each time the palette opens. */
export function PaletteSearch({ groups, closeAnd }: PaletteSearchProps) {
  const router = useRouter();
  const { areSingleKeysOn } = useKeyboard();
  const [query, setQuery] = useState("");
  const finding = useFound(query);
  const matching = matchingGroups(groups, query);
  const isModHeld = useRef(false);

  // cmdk reports what was selected, but not how.
  function noteMod(event: KeyboardEvent | MouseEvent): void {
    isModHeld.current = event.ctrlKey || event.metaKey;
  }

  function select(choice: Choice): void {
    if ("run" in choice) closeAnd(choice.run);
    else if (isModHeld.current) window.open(choice.href, "_blank", "noopener");
    else closeAnd(() => router.push(choice.href));
  }

  return (
    <Command
      label="Search or jump to"
      // The server's results must not be filtered again: it also matches ids and usernames that are not shown.
      shouldFilter={false}
      vimBindings={false}
      loop
      onKeyDownCapture={noteMod}
      onClickCapture={noteMod}
      className="flex min-h-0 flex-1 flex-col sm:h-[min(36rem,70dvh)]"
    >
      <div className="relative border-b border-line">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-4 size-4 -translate-y-1/2 text-ink-faint"
        />
        <Command.Input
          {...PERSONAL}
          value={query}
          onValueChange={setQuery}
          maxLength={300}
          placeholder="Name, @username, user, id, screen or action"
          className="h-13 w-full bg-transparent pr-12 pl-11 text-base outline-none placeholder:text-ink-faint"
        />
        {finding.state === "searching" ? (
          <div aria-hidden className="absolute inset-x-0 -bottom-px h-0.5 animate-appear overflow-hidden">
            <div className="h-full w-1/4 animate-sweep rounded-full bg-accent" />
          </div>
        ) : null}
      </div>
      <FindingWords finding={finding} query={query} hasEntries={matching.length > 0} />
      <Command.List
        label="Suggestions"
        className="min-h-0 flex-1 scroll-py-2 overflow-y-auto overscroll-contain px-2 pt-1"
      >
        {matching.map(({ name, entries }) => (
          <PaletteGroup key={name} name={name}>
            {entries.map((entry) => (
              <PaletteItem key={idOf(name, entry)} id={idOf(name, entry)} onSelect={() => select(entry.choice)}>
                <entry.icon aria-hidden className="mx-2 size-4 shrink-0 text-ink-faint" />
                {entry.isPersonal ? (
                  <Personal className="truncate">{entry.label}</Personal>
                ) : (
                  <span className="truncate">{entry.label}</span>
                )}
                {entry.shortcut && areSingleKeysOn ? <Keys shortcut={entry.shortcut} className="ml-auto" /> : null}
              </PaletteItem>
            ))}
          </PaletteGroup>
        ))}
        {finding.state === "found" ? <FoundGroups query={query} found={finding.found} onSelect={select} /> : null}
        {finding.state === "failed" ? (
          <PaletteItem id="try again" onSelect={finding.retry}>
            <RotateCw aria-hidden className="mx-2 size-4 shrink-0 text-ink-faint" />
            Try again
          </PaletteItem>
        ) : null}
      </Command.List>
      <p className="flex items-center gap-4 border-t border-line px-4 py-2 text-xs text-ink-faint max-sm:hidden">
        <span className="flex items-center gap-1.5">
          <Keys shortcut="Enter" /> opens
        </span>
        <span className="flex items-center gap-1.5">
          <Keys shortcut="mod+Enter" /> in a new tab
        </span>
        <span className="flex items-center gap-1.5">
          <Keys shortcut="Escape" /> closes
        </span>
      </p>
    </Command>
  );
}

/** Shows the state of the server's search, outside the list: a listbox can contain nothing but options. */
function FindingWords({ finding, query, hasEntries }: { finding: Finding; query: string; hasEntries: boolean }) {
  return (
    <div role="status" className="text-ink-soft *:px-4 *:pt-3 *:pb-1">
      {finding.state === "searching" ? (
        // With entries below, they would jump down and up again at each letter.
        <p className={hasEntries ? "sr-only" : "animate-appear"}>Searching connections and users …</p>
      ) : null}
      {finding.state === "failed" ? (
        <p className="flex items-center gap-2 text-bad">
          <CircleX aria-hidden className="size-4 shrink-0" />
          Connections and users could not be searched.
        </p>
      ) : null}
      {isNothing(finding) ? (
        <p className="wrap-anywhere">
          {hasEntries ? "No connection and no user matches" : "Nothing matches"} “<Personal>{query.trim()}</Personal>”.
        </p>
      ) : null}
    </div>
  );
}

function isNothing(finding: Finding): boolean {
  return finding.state === "found" && finding.found.connections.length === 0;
}

/** Unique, although views may be named like screens. */
function idOf(group: string, { label }: Entry): string {
  return `${group} ${label}`;
}
