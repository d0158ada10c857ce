import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the product. It never prefetches: every page is rendered on request and has no loading file, so a prefetch gets 300 bytes
 * of route tree, costs the server 20 ms, and saves the reader nothing.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
