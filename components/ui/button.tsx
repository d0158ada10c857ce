import clsx from "clsx";
import type { ComponentProps } from "react";
import { Link } from "./link";

type Look = "plain" | "primary" | "quiet";

const LOOKS: Record<Look, string> = {
  plain: "border border-line-strong/50 bg-surface text-ink hover:bg-hover",
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
};

const SHAPE =
  "inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 font-medium whitespace-nowrap transition-colors";

export function Button({ look = "plain", className, ...props }: ComponentProps<"button"> & { look?: Look }) {
  return <button type="button" className={clsx(SHAPE, LOOKS[look], className)} {...props} />;
}

export function ButtonLink({ look = "plain", className, ...props }: ComponentProps<typeof Link> & { look?: Look }) {
  return <Link className={clsx(SHAPE, LOOKS[look], className)} {...props} />;
}
