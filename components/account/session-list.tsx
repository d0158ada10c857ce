import { Monitor } from "lucide-react";
import { ConfirmedAct } from "@/components/access/confirmed-act";
import type { ProvenAction } from "@/components/access/proven-form";
import { RelativeTime } from "@/components/ui/live/relative-time";
import type { Session } from "@/domain/access/person";
import { METHOD_WORDS } from "@/domain/access/sign-in";
import { agentWords } from "./agent-words";

type SessionListProps = {
  readonly sessions: readonly Session[];
  readonly current: number | null;
  readonly end: ProvenAction;
  readonly now: number;
};

/** Lists a person's sessions, each with a button that ends it. */
export function SessionList({ sessions, current, end, now }: SessionListProps) {
  return (
    <ul className="grid max-w-2xl divide-y divide-line rounded-lg border border-line">
      {sessions.map((session) => (
        <li key={session.id} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 px-3 py-2.5">
          <Monitor aria-hidden className="size-4 text-ink-faint" />
          <div className="min-w-0">
            <p className="truncate font-medium">
              {agentWords(session.agent)}
              {session.id === current ? <span className="ml-2 text-xs font-normal text-ok">this one</span> : null}
            </p>
            <p className="text-xs text-ink-soft">
              {session.address ?? "unknown address"} · {METHOD_WORDS[session.method]} · used{" "}
              <RelativeTime at={session.seenAt} now={now} />
            </p>
          </div>
          {session.id === current ? null : (
            <ConfirmedAct
              action={end}
              fields={{ session: session.id }}
              label="End"
              name={`End the session in ${agentWords(session.agent)}`}
              title={`End the session in ${agentWords(session.agent)}?`}
              confirmLabel="End the session"
            >
              That browser is signed out at once, and loses what is being typed there.
            </ConfirmedAct>
          )}
        </li>
      ))}
    </ul>
  );
}
