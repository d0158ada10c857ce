"use client";

import clsx from "clsx";
import { useSyncExternalStore } from "react";
import { keyCaps } from "./key-match";

/** Shows the keys of a shortcut as they are printed on the reader's keyboard; as plain text if there is no room for caps. */
export function Keys(props: { shortcut: string; isPlain?: boolean; className?: string }) {
  const { shortcut, isPlain = false, className } = props;
  const isApple = useIsApple();
  return (
    <span className={clsx("inline-flex shrink-0 gap-1 whitespace-nowrap", className)}>
      {keyCaps(shortcut, isApple).map(({ sign, name }) => (
        <kbd
          key={name}
          className={
            isPlain
              ? "font-sans text-xs text-ink-faint"
              : "min-w-5 rounded border border-line bg-sunken px-1.5 text-center font-mono text-[0.6875rem] text-ink-soft"
          }
        >
          {sign === name ? (
            sign
          ) : (
            <>
              <span aria-hidden>{sign}</span>
              <span className="sr-only">{name}</span>
            </>
          )}
        </kbd>
      ))}
    </span>
  );
}

/** Known in the browser only: on the server and during hydration it is false. */
function useIsApple(): boolean {
  return useSyncExternalStore(neverChanges, readIsApple, () => false);
}

function neverChanges(): () => void {
  return () => {};
}

function readIsApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
