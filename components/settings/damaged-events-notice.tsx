import { CircleX } from "lucide-react";
import { Fragment } from "react";
import { Link } from "@/components/ui/link";
import type { DamagedEvents } from "@/domain/operations/maintenance";
import { commandLine } from "@/domain/values/command-line";
import { eventPath, eventsPath } from "@/domain/values/query/paths";

const LINKS_MAX = 10;

/** Warns on every screen of the settings that events no longer match their checksums, and says what to do. */
export function DamagedEventsNotice({ damaged: { count, ids } }: { damaged: DamagedEvents }) {
  const isOne = count === 1;
  return (
    <div
      role="status"
      className="mx-4 mt-5 grid max-w-3xl grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3 text-bad sm:mx-6"
    >
      <CircleX aria-hidden className="mt-0.5 size-4" />
      <p>
        <span className="font-medium">
          {isOne ? "An event is damaged." : `${count.toLocaleString("en")} events are damaged.`}
        </span>{" "}
        What is stored no longer matches {isOne ? "its checksum" : "their checksums"}:{" "}
        {ids.slice(0, LINKS_MAX).map((id, index) => (
          <Fragment key={id}>
            {index > 0 ? ", " : ""}
            <Link href={eventPath(eventsPath(), id)} className="underline">
              event {id}
            </Link>
          </Fragment>
        ))}
        {count > LINKS_MAX ? " and others" : ""}. Restore a backup from before the damage with{" "}
        <code className="font-mono text-[0.8125rem]">{commandLine("restore")}</code>; a rebuild can't repair it.
        Deliveries are still accepted.
      </p>
    </div>
  );
}
