import type { TimelinePageRequest } from "@/db/store";
import type { TimelineSearch } from "@/domain/lists/timeline-search";
import { instantsOf } from "@/domain/values/query/date-filter";

const LINES_PER_PAGE = 50;

/** Turns a timeline's search into a request to the store. Relative dates count from `now`. */
export function timelineRequest(search: TimelineSearch, now: number): TimelinePageRequest {
  return {
    after: search.after,
    before: search.before,
    startAt: search.event,
    size: LINES_PER_PAGE,
    types: search.type,
    occurred: instantsOf(search.occurred, search.zone, now),
  };
}
