import { CircleX } from "lucide-react";
import type { ReactNode } from "react";

/** Says why a form failed and what to do; announced by screen readers. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="empty:hidden">
      {children ? (
        <p className="grid grid-cols-[auto_minmax(0,1fr)] gap-2 rounded-md border border-bad/30 bg-bad-soft px-3 py-2 text-bad">
          <CircleX aria-hidden className="mt-0.5 size-4" />
          <span>{children}</span>
        </p>
      ) : null}
    </div>
  );
}
