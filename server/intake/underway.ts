/** Sixteen commits take them all: where each takes half a second, the last one is answered before the sender has given up. */
export const UNDERWAY_MAX = 2_000;

let underway = 0;

/**
 * Keeps a delivery, unless so many wait to be kept that it would be answered too late: null then, at once. Only what was verified
 * may take a place: the sender's own are too few to take them all.
 */
export async function unlessCrowded<Kept>(keep: () => Promise<Kept>): Promise<Kept | null> {
  if (underway >= UNDERWAY_MAX) return null;
  underway += 1;
  try {
    return await keep();
  } finally {
    underway -= 1;
  }
}
