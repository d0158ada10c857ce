import { CircleCheck, CircleX, Inbox, LockKeyhole, Search } from "lucide-react";
import type { ReactNode } from "react";

const ICONS = { fault: CircleX, search: Search, empty: Inbox, locked: LockKeyhole, done: CircleCheck };

/** Fills a page or a list that has nothing else to show: a title, a reason, and what to do next. */
export function EmptyState(props: {
  readonly title: string;
  readonly icon: keyof typeof ICONS;
  readonly role?: "alert";
  /** 2 below a screen's own title. */
  readonly level?: 1 | 2;
  readonly children: ReactNode;
}) {
  const Icon = ICONS[props.icon];
  const Title = props.level === 2 ? "h2" : "h1";
  return (
    <section
      role={props.role}
      className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-16 text-center text-ink-soft [&_p]:text-pretty"
    >
      <span className="grid size-12 place-items-center rounded-full bg-gone-soft text-gone">
        <Icon aria-hidden className="size-6" />
      </span>
      <Title className="text-lg font-semibold text-ink">{props.title}</Title>
      {props.children}
    </section>
  );
}
