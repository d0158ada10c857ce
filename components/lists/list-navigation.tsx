"use client";

import { useRouter } from "next/navigation";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useOptimistic,
  useRef,
  useTransition,
} from "react";
import { rememberList } from "@/components/ui/last-list";
import { Link } from "@/components/ui/link";
import { type ConnectionSearch, changeSearch, WHOLE_LIST } from "@/domain/lists/connection-search";
import { formatConnectionSearch, listHref, parseConnectionSearch } from "@/domain/lists/connection-search-url";
import { rememberDisplay } from "./display-cookie";

type ListNavigation = {
  readonly isPending: boolean;
  /** The search that is loading, or that is shown once it has loaded. Controls use it. */
  readonly search: ConnectionSearch;
  /** The search that the list shows now, as in the browser's address. */
  readonly arrived: ConnectionSearch;
  readonly navigate: (search: ConnectionSearch, options?: { readonly replace?: boolean }) => void;
  /** The search that is loading, set immediately; null once it has loaded. */
  readonly destination: RefObject<ConnectionSearch | null>;
  /** Returns and clears the search text that is typed but not in the URL yet. */
  readonly takeTyped: RefObject<() => string | null>;
};

const Context = createContext<ListNavigation>({
  isPending: false,
  search: WHOLE_LIST,
  arrived: WHOLE_LIST,
  navigate: () => {},
  destination: { current: null },
  takeTyped: { current: () => null },
});

/** Shares one transition among everything that changes a list's URL, so that the list can show that it is loading. */
export function ListNavigationProvider({
  search,
  isAddressKept,
  children,
}: {
  search: ConnectionSearch;
  /** Keeps the address as requested, so that its problems are still shown after a refresh. */
  isAddressKept: boolean;
  children?: ReactNode;
}) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [shown, show] = useOptimistic(search);
  const destination = useRef<ConnectionSearch | null>(null);
  const takeTyped = useRef<() => string | null>(() => null);

  useEffect(() => {
    if (!isPending) destination.current = null;
  }, [isPending]);

  // The remembered display is put into the address too, so that everyone who gets the address sees the same.
  useEffect(() => {
    const href = listHref(search);
    rememberList(listHref({ ...search, open: "" }));
    if (!isAddressKept && `${location.pathname}${location.search}` !== href) history.replaceState(null, "", href);
  }, [search, isAddressKept]);

  function navigate(wanted: ConnectionSearch, options?: { readonly replace?: boolean }): void {
    const typed = takeTyped.current();
    const target = typed === null ? wanted : changeSearch(wanted, { q: typed });
    destination.current = target;
    rememberDisplay(target);
    startTransition(() => {
      show(target);
      const href = listHref(target);
      if (options?.replace) router.replace(href, { scroll: false });
      else router.push(href, { scroll: false });
    });
  }

  return (
    <Context value={{ isPending, search: shown, arrived: search, navigate, destination, takeTyped }}>
      {children}
    </Context>
  );
}

export function useListNavigation(): ListNavigation {
  return useContext(Context);
}

type ListLinkProps = Omit<ComponentProps<typeof Link>, "href" | "onNavigate"> & {
  readonly to: ConnectionSearch;
  /** Runs along with the navigation. */
  readonly onFollow?: () => void;
};

/** A link that changes the list around it. Without JavaScript it is an ordinary link. */
export function ListLink({ to, onFollow, ...props }: ListLinkProps) {
  const { navigate } = useListNavigation();
  return (
    <Link
      href={listHref(to)}
      onNavigate={(event) => {
        event.preventDefault();
        navigate(to);
        onFollow?.();
      }}
      {...props}
    />
  );
}

/** The rest of the URL's state as hidden fields, for a form without JavaScript. `without` omits the form's own fields. */
export function HiddenSearch({ search, without }: { search: ConnectionSearch; without: Partial<ConnectionSearch> }) {
  const rest = new URLSearchParams(formatConnectionSearch(changeSearch(search, without)));
  rest.delete("list");
  return [...rest].map(([name, value]) => <input key={`${name}=${value}`} type="hidden" name={name} value={value} />);
}

/** Reads the search from a form, hidden fields included. */
export function searchOfForm(form: HTMLFormElement): ConnectionSearch {
  const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
  return parseConnectionSearch(new URLSearchParams(fields));
}
