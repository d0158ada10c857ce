import clsx from "clsx";
import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";

type ButtonVariant = "plain" | "primary" | "quiet";

const VARIANTS: Record<ButtonVariant, string> = {
  plain: "border border-line-strong/50 bg-surface text-ink hover:bg-hover",
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
};

const BASE =
  "inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 font-medium whitespace-nowrap transition-colors";

export function Button({
  variant = "plain",
  className,
  ...props
}: ComponentProps<"button"> & { variant?: ButtonVariant }) {
  return <button type="button" className={clsx(BASE, VARIANTS[variant], className)} {...props} />;
}

export function ButtonLink({
  variant = "plain",
  className,
  ...props
}: ComponentProps<typeof Link> & { variant?: ButtonVariant }) {
  return <Link className={clsx(BASE, VARIANTS[variant], className)} {...props} />;
}
