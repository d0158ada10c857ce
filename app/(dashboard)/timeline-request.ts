import type { TimelinePageRequest } from "@/db/store";

const STEPS_PER_PAGE = 50;

/** What a timeline's address asks for: `?after=<cursor>` for older steps, `?event=<number>` to begin at one event. */
export function parseTimelineRequest(
  searchParams: Readonly<Record<string, string | string[] | undefined>>,
): Required<TimelinePageRequest> {
  const { after, event } = searchParams;
  return {
    after: typeof after === "string" ? after : null,
    startAt: typeof event === "string" && /^\d{1,15}$/.test(event) ? Number(event) : null,
    size: STEPS_PER_PAGE,
  };
}

/** A dynamic part of a path as it was before it was encoded; null where it is not properly encoded. */
export function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
