import { ConnectionHeader } from "@/components/connections/connection-header";
import { LazyCaseCard } from "@/components/outreach/queue/lazy-case-card";
import { LifeStrip } from "@/components/timeline/life-strip";
import { Timeline } from "@/components/timeline/timeline";
import { gapsThatLast } from "@/domain/lists/timeline-lines";
import { WHOLE_TIMELINE } from "@/domain/lists/timeline-search";
import { connectionPath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";
import { CaseSection } from "./case-section";

const LINES_SHOWN = 20;

/** Shows a connection in the side panel: its state, and the newest steps of its timeline. */
export async function ConnectionPanel({ id, now }: { id: string; now: number }) {
  const entered = await enter("read");
  const { store } = entered;
  const [connection, signOfLife, page, lives, team] = await Promise.all([
    store.connections.find(id),
    store.connections.findSignOfLife(id),
    store.timelines.ofConnection(id, { size: LINES_SHOWN }),
    store.timelines.lives([id]),
    store.people.list(),
  ]);
  if (!connection) {
    return (
      <p className="py-8 text-center text-ink-soft">
        {signOfLife || page.steps.length > 0
          ? `No event that sets the state of ${id} has arrived yet.`
          : `There is no connection ${id}.`}
      </p>
    );
  }
  return (
    <>
      <ConnectionHeader connection={connection} signOfLife={signOfLife} now={now} titleLevel={2} />
      <CaseSection entered={entered} connection={connection} now={now} Card={LazyCaseCard} />
      <LifeStrip lives={lives} now={now} path={connectionPath(id)} />
      <Timeline
        path={connectionPath(id)}
        search={WHOLE_TIMELINE}
        page={page}
        team={team}
        now={now}
        lasting={gapsThatLast([connection], now)}
        isExcerpt
        withConnection={false}
      />
    </>
  );
}
