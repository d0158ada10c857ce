import { and, asc, inArray } from "drizzle-orm";
import type { WriteAudit } from "@/db/sqlite/access/audit-log";
import type { GroupCommit } from "@/db/sqlite/file/group-commit";
import type { SqliteDatabase } from "@/db/sqlite/file/open";
import { dismissedFacet, waitingFacet } from "@/db/sqlite/schema/event-facets";
import { IS_UNRECOGNISED } from "@/db/sqlite/schema/rows";
import { dismissals, events } from "@/db/sqlite/schema/schema";
import type { Store } from "@/db/store";
import type { By } from "@/domain/access/audit";
import { moveFacet } from "./event-facet-counts";

type Event = { readonly id: number; readonly facet: number };

/** Dismisses quarantined events, and brings them back. Their bodies are kept, and a reread includes them. */
export function quarantine(
  db: SqliteDatabase,
  commit: GroupCommit,
  write: WriteAudit,
  onChange: () => void,
): Pick<Store["events"], "dismiss" | "bringBack"> {
  function listQuarantined(eventIds: readonly number[]): Event[] {
    return db
      .select({ id: events.id, facet: events.facet })
      .from(events)
      .where(and(inArray(events.id, [...eventIds]), IS_UNRECOGNISED))
      .orderBy(asc(events.id))
      .all();
  }

  async function change(
    deed: "quarantine_dismissed" | "quarantine_returned",
    eventIds: readonly number[],
    facetOf: (facet: number) => number,
    by: By,
  ): Promise<number> {
    const changed = await commit(() => {
      const found = listQuarantined(eventIds).filter(({ facet }) => facetOf(facet) !== facet);
      if (found.length === 0) return 0;
      const ids = found.map(({ id }) => id);
      for (const { id, facet } of found) moveFacet(db, id, facet, facetOf(facet));
      if (deed === "quarantine_returned") db.delete(dismissals).where(inArray(dismissals.eventId, ids)).run();
      else
        db.insert(dismissals)
          .values(ids.map((eventId) => ({ eventId, at: by.at, personName: by.author.name })))
          .run();
      write({ deed, details: { events: ids.length, numbers: ids.join(", ") } }, by);
      return ids.length;
    });
    if (changed > 0) onChange();
    return changed;
  }

  return {
    dismiss: (eventIds, by) => change("quarantine_dismissed", eventIds, dismissedFacet, by),
    bringBack: (eventIds, by) => change("quarantine_returned", eventIds, waitingFacet, by),
  };
}
