"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useTransition,
} from "react";
import { changeSearch, formatConnectionSearch, parseConnectionSearch } from "@/domain/connection-search";

type ListNavigation = {
  readonly isPending: boolean;
  readonly navigate: (href: string, options?: { readonly replace?: boolean }) => void;
  /** Where the list is on its way to; null when it has arrived. */
  readonly destination: RefObject<string | null>;
  /** Answers what was typed into the search and is not in the URL yet, and takes it off the search's hands. */
  readonly takeTyped: RefObject<() => string | null>;
};

const Context = createContext<ListNavigation>({
  isPending: false,
  navigate: () => {},
  destination: { current: null },
  takeTyped: { current: () => null },
});

/** One transition for everything that changes a list's URL, so that the list itself can show that it is loading. */
export function ListNavigationProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const destination = useRef<string | null>(null);
  const takeTyped = useRef<() => string | null>(() => null);

  useEffect(() => {
    if (!isPending) destination.current = null;
  }, [isPending]);

  function navigate(href: string, options?: { readonly replace?: boolean }): void {
    const typed = takeTyped.current();
    const target = typed === null ? href : withQuery(href, typed);
    destination.current = target;
    startTransition(() =>
      options?.replace ? router.replace(target, { scroll: false }) : router.push(target, { scroll: false }),
    );
  }

  return <Context value={{ isPending, navigate, destination, takeTyped }}>{children}</Context>;
}

function withQuery(href: string, q: string): string {
  const [path = "", query = ""] = href.split("?");
  return `${path}${formatConnectionSearch(changeSearch(parseConnectionSearch(new URLSearchParams(query)), { q }))}`;
}

export function useListNavigation(): ListNavigation {
  return useContext(Context);
}

/** A link that changes the list around it. Without JavaScript it is a link like any other. */
export function ListLink({
  href,
  ...props
}: Omit<ComponentProps<typeof Link>, "href" | "onNavigate"> & { href: string }) {
  const { navigate } = useListNavigation();
  return (
    <Link
      href={href}
      prefetch={false}
      onNavigate={(event) => {
        event.preventDefault();
        navigate(href);
      }}
      {...props}
    />
  );
}
