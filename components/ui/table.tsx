import clsx from "clsx";
import type { ComponentProps } from "react";

/** A plain table of a few columns. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table className={clsx("w-full text-left", className)} {...props} />;
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={clsx("text-xs text-ink-faint", className)} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={clsx("border-b border-line", className)} {...props} />;
}

export function ColumnHeader({ className, ...props }: ComponentProps<"th">) {
  return <th scope="col" className={clsx("py-1.5 font-medium", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={clsx("py-1.5", className)} {...props} />;
}
