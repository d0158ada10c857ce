/** The client that asks for a turn: an address, a browser or a session. */
export type QueueClient = {
  readonly key: string;
  /** True if a team member has signed in from this client before. Known clients are served before unknown ones. */
  readonly isKnown: boolean;
};

type Waiting = { readonly place: QueueClient; readonly start: () => void; readonly refuse: () => void };

type Limits = {
  /** The most that may wait, counted separately for known and unknown clients. */
  readonly waitingMax: number;
  readonly waitingPerKeyMax: number;
};

/** Runs one task at a time, round-robin between clients, so that no client waits behind several tasks of another. */
export class FairQueue {
  readonly #limits: Limits;
  #waiting: readonly Waiting[] = [];
  #isRunning = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Returns the task's result, or null if it was refused: at once when the queue is full, or later to make room for a client that had
   * no turn.
   */
  async run<T>(place: QueueClient, work: () => Promise<T>): Promise<T | null> {
    if (!(await this.#turn(place))) return null;
    try {
      return await work();
    } finally {
      this.#isRunning = false;
      this.#startNext();
    }
  }

  #turn(place: QueueClient): Promise<boolean> {
    return new Promise((resolve) => {
      const entry = { place, start: () => resolve(true), refuse: () => resolve(false) };
      if (!this.#makeRoom(place)) return entry.refuse();
      this.#waiting = [...this.#waiting, entry];
      this.#startNext();
    });
  }

  /**
   * Returns true if one more may wait. When the queue is full, a client with several turns gives up its last to a client with
   * none.
   */
  #makeRoom(place: QueueClient): boolean {
    if (!this.#isRunning) return true;
    const { waitingMax, waitingPerKeyMax } = this.#limits;
    const lane = this.#waiting.filter((one) => one.place.isKnown === place.isKnown);
    const own = lane.filter((one) => one.place.key === place.key).length;
    if (own >= waitingPerKeyMax) return false;
    if (lane.length < waitingMax) return true;
    const surplus = own === 0 ? lane.findLast((one) => turnsBefore(lane, one) > 0) : undefined;
    if (!surplus) return false;
    this.#waiting = this.#waiting.filter((one) => one !== surplus);
    surplus.refuse();
    return true;
  }

  #startNext(): void {
    if (this.#isRunning) return;
    const next = this.#waiting.find((one) => one.place.isKnown) ?? this.#waiting[0];
    if (!next) return;
    const rest = this.#waiting.filter((one) => one !== next);
    const isOwn = (one: Waiting) => one.place.key === next.place.key;
    this.#waiting = [...rest.filter((one) => !isOwn(one)), ...rest.filter(isOwn)];
    this.#isRunning = true;
    next.start();
  }
}

/** Counts the turns of the same place that come before this one. */
function turnsBefore(lane: readonly Waiting[], entry: Waiting): number {
  return lane.slice(0, lane.indexOf(entry)).filter((one) => one.place.key === entry.place.key).length;
}
