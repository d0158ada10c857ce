/** Sixteen commits take them all: where each takes half a second, the last one is answered before the sender has given up. */
export const UNDERWAY_MAX = 2_000;

let underway = 0;

/** Takes a delivery in, unless so many are under way that it would be answered too late: null then, at once. */
export async function unlessCrowded(takeIn: () => Promise<Response>): Promise<Response | null> {
  if (underway >= UNDERWAY_MAX) return null;
  underway += 1;
  try {
    return await takeIn();
  } finally {
    underway -= 1;
  }
}
