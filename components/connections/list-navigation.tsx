"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ComponentProps, createContext, type ReactNode, useContext, useTransition } from "react";

type ListNavigation = {
  readonly isPending: boolean;
  readonly navigate: (href: string, options?: { readonly replace?: boolean }) => void;
};

const Context = createContext<ListNavigation>({ isPending: false, navigate: () => {} });

/** One transition for everything that changes a list's URL, so that the list itself can show that it is loading. */
export function ListNavigationProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  function navigate(href: string, options?: { readonly replace?: boolean }): void {
    startTransition(() =>
      options?.replace ? router.replace(href, { scroll: false }) : router.push(href, { scroll: false }),
    );
  }

  return <Context value={{ isPending, navigate }}>{children}</Context>;
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
