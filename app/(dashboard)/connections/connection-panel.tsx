import { ConnectionHeader } from "@/components/connections/connection-header";
import { connectionPath } from "@/components/connections/connection-row";
import { Timeline } from "@/components/timeline/timeline";
import { getStore } from "@/db";

const STEPS_SHOWN = 20;

/** A connection as the side panel shows it: its state, and the newest steps of its timeline. */
export async function ConnectionPanel({ id, now }: { id: string; now: number }) {
  const store = getStore();
  const [connection, signOfLife, page] = await Promise.all([
    store.connections.find(id),
    store.connections.findSignOfLife(id),
    store.timelines.ofConnection(id, { after: null, size: STEPS_SHOWN }),
  ]);
  if (!connection) {
    return (
      <p className="py-8 text-center text-ink-soft">There is no connection {id}, or nothing has set its state yet.</p>
    );
  }
  return (
    <>
      <ConnectionHeader connection={connection} signOfLife={signOfLife} now={now} titleLevel={2} />
      <Timeline
        path={connectionPath(id)}
        steps={page.steps}
        next={page.next}
        now={now}
        isContinued={false}
        currentId={null}
        withConnection={false}
      />
    </>
  );
}
