import type { By } from "@/domain/access/audit";
import type { Connection, SignOfLife } from "@/domain/connection/connection";
import type { Life } from "@/domain/connection/lifeline";
import type { DeliveryPage, DeliverySearch, HourCount, LoggedDelivery } from "@/domain/intake/delivery-log";
import type { ConnectionChange, IncomingEvent } from "@/domain/intake/event";
import type { EventSearch, LoggedEvent, RepeatedDelivery } from "@/domain/intake/event-log";
import type { IntakeSummary, Refusal } from "@/domain/intake/intake";
import type { ConnectionFilter, ConnectionSearch } from "@/domain/lists/connection-search";
import type { Facets } from "@/domain/lists/facets";
import type { SavedView, ViewRefusal } from "@/domain/lists/saved-view";
import type { Selection } from "@/domain/lists/selection";
import type { TimelineStep } from "@/domain/lists/timeline";
import type { TimelineType } from "@/domain/lists/timeline-search";
import type { BackupOutcome, BackupProgress } from "@/domain/operations/backup";
import type { ErasureReport, ErasureSubject } from "@/domain/operations/erasure";
import type { DamagedEvents, Progress, RebuildReport, RereadReport } from "@/domain/operations/maintenance";
import type { ClockJump, RetentionReport, RetentionRules } from "@/domain/operations/retention";
import type { StorageUse } from "@/domain/operations/storage";
import type { CommitFigures, Vitals } from "@/domain/operations/vitals";
import type { Count } from "@/domain/values/count";
import type { InstantRange } from "@/domain/values/date-filter";
import type { Page } from "@/domain/values/page";
import type { Revision } from "@/domain/values/revision";
import type { AccessStore } from "./access-store";
import type { OutreachStore } from "./outreach-store";

/** Everything the product asks of a database. One complete module per SQL dialect; `store.conformance.ts` tests them. */
export type Store = AccessStore &
  OutreachStore & {
    readonly events: {
      /** Resolves only after the commit is on disk. Rejects where it could not be kept: then nothing of it is. */
      ingest(event: IncomingEvent, receivedAt: number): Promise<IngestOutcome>;
      /** The body as it was kept, byte for byte; null for an unknown event. */
      findBody(eventId: number): Promise<Uint8Array | null>;
      /** Dismisses events of the quarantine: they are kept but no longer counted. Returns how many were waiting until now. */
      dismiss(eventIds: readonly number[], by: By): Promise<number>;
      /** Brings dismissed events back into the quarantine. Returns how many were dismissed until now. */
      bringBack(eventIds: readonly number[], by: By): Promise<number>;
      /** One page of the events that match, newest first. `now` is what relative dates count from. */
      search(search: EventSearch, now: number): Promise<EventPage>;
      /** The newest events that named a user for connections that are not theirs now; a few at most. */
      listNaming(user: string): Promise<LoggedEvent[]>;
      /** The further deliveries of each event, oldest first, as far as they are kept. */
      listRepeats(eventIds: readonly number[]): Promise<ReadonlyMap<number, readonly RepeatedDelivery[]>>;
    };
    readonly connections: {
      /** One page of the connections that match, and how many there are. `now` is what relative dates count from. */
      search(search: ConnectionSearch, now: number): Promise<ConnectionPage>;
      /** How many match. */
      count(filter: ConnectionFilter, now: number): Promise<Count>;
      /**
       * All that match as this is called, in the list's order and in slices beside the ingest: each exactly once, and as it
       * is when its slice is read.
       */
      readAll(search: ConnectionSearch, selection: Selection, now: number): Promise<ConnectionStream>;
      find(connectionId: string): Promise<Connection | null>;
      /** What `realtime.*` deliveries tell: that the connection lives, and nothing else. */
      findSignOfLife(connectionId: string): Promise<SignOfLife | null>;
      /** All connections of one user, the one with the newest event first. */
      listOfUser(user: string): Promise<Connection[]>;
      /** The test connections, the one with the newest event first. */
      listTests(): Promise<Connection[]>;
      /** The other connections of a connection's account: a few of those in use, then those of the same user that are gone. Newest event first. */
      listOfSameAccount(connectionId: string): Promise<Connection[]>;
    };
    readonly timelines: {
      /** The steps of one connection, newest first. Empty for an unknown one. */
      ofConnection(connectionId: string, page: TimelinePageRequest): Promise<TimelinePage>;
      /** The steps of all connections of one user, newest first. */
      ofUser(user: string, page: TimelinePageRequest): Promise<TimelinePage>;
      /** When the status of connections changed, at most the newest `TURNS_MAX` of each; in the order asked for. */
      lives(connectionIds: readonly string[]): Promise<Life[]>;
    };
    readonly views: {
      /** In the order in which they are shown. */
      list(): Promise<SavedView[]>;
      /** Puts a view at the end. Resolves after the commit, as all of these do. */
      add(view: Pick<SavedView, "name" | "query">, by: By): Promise<ViewOutcome>;
      update(id: number, change: Partial<Pick<SavedView, "name" | "query">>, by: By): Promise<ViewOutcome>;
      remove(id: number, by: By): Promise<ViewOutcome>;
    };
    readonly deliveries: {
      /** One page of the deliveries that match, newest first. `now` is what relative dates count from. */
      search(search: DeliverySearch, now: number): Promise<DeliveryPage>;
      /** All that match, newest first, in slices alongside the ingest. */
      readAll(search: DeliverySearch, now: number): AsyncIterable<readonly LoggedDelivery[]>;
    };
    readonly intake: {
      /** Counts a refused delivery, and keeps its trace in a bounded, rotating sample. */
      recordRefusal(refusal: Refusal): Promise<void>;
      summary(): Promise<IntakeSummary>;
      listRefusals(limit: number): Promise<Refusal[]>;
      /** Deliveries by hour and outcome, from one instant on and before another, oldest first; hours without any are left out. */
      hours(from: number, until: number): Promise<HourCount[]>;
    };
    readonly maintenance: {
      /**
       * Compares events with their checksums, folds them again, of one connection or all, in slices beside the ingest, and writes what
       * differs. Writes nothing if an event is damaged.
       */
      rebuild(options?: RebuildOptions): Promise<RebuildReport>;
      /** Reads what could not be understood once more, and puts what can be now into its place. */
      reread(options?: RereadOptions): Promise<RereadReport>;
      /** Removes test connections with their events and all that came of them; answers how many events those were. */
      removeTests(by: By): Promise<number>;
      /** Takes a person out for good; answers what that is, in figures. What comes of them later starts clean. */
      erase(subject: ErasureSubject, options: EraseOptions, by: By): Promise<ErasureReport>;
      /**
       * Writes all there is at one moment to one compressed file, beside the ingest: copied, read for damage, compared with the
       * fold of the events, and read back. The file is there when that has gone well, and not before.
       */
      backup(file: string, options?: BackupOptions): Promise<BackupOutcome>;
      /** Reads the structure of all there is, beside the ingest; answers what is damaged, null for nothing. */
      lookForDamage(signal?: AbortSignal): Promise<string | null>;
      /** Compares events with their checksums, alongside the ingest; `isQuiet` takes its time. Rejects when it is aborted. */
      checkEvents(options?: CheckOptions): Promise<DamagedEvents>;
      /**
       * Removes what the rules no longer keep, in slices beside the ingest; what is needed for a state stays, however old. Removes
       * nothing if the clock may have jumped ahead, and says so in the report.
       */
      retain(rules: RetentionRules, options: RetainOptions, by: By): Promise<RetentionReport>;
      /** When that is done next by the clock; null: it was never told. */
      retentionDueAt(): Promise<number | null>;
      postponeRetention(until: number): Promise<void>;
      /** Returns the jump if the clock may have jumped ahead. Only time, a received event or `trustClock` ends that. */
      findClockJump(now: number): Promise<ClockJump | null>;
      /** Does the same, and remembers a clock that hasn't jumped as true, to compare the next one with. */
      watchClock(now: number): Promise<ClockJump | null>;
      /** Takes an admin's word that the clock is right. */
      trustClock(by: By): Promise<void>;
      /** What uses how much of the disk. Takes a while where there is much, off the path of everything else. */
      measureStorage(): Promise<StorageUse>;
      /** Fills an empty store with generated data, in which there may be no duplicates. A crash on the way leaves a useless store. */
      load(events: Iterable<LoadedEvent>): Promise<RebuildReport>;
    };
    readonly changes: {
      /** Differs from the one that a page was drawn with when there is news. */
      revision(): Revision;
      /** Calls back after each commit that made a new revision, as repeated deliveries don't; answers how to stop. */
      subscribe(listener: () => void): () => void;
    };
    readonly vitals: {
      /** Rejects where nothing can be read. */
      read(): Promise<Vitals>;
      /**
       * Commits a write that changes nothing. Rejects if it can't, if the disk has no room for deliveries, or if it refused the last one and
       * still has no room for another.
       */
      proveWritable(): Promise<void>;
      /** Whether what lists are answered from is in memory; where it is not yet, it begins to be read. */
      isIndexReady(): boolean;
      /** Calls back after each group commit, however it ended; answers how to stop. */
      onCommit(listener: (figures: CommitFigures) => void): () => void;
    };
    /** What was found damaged; null for nothing. From then on no event is taken in: the sender keeps it until a restore. */
    damage(): string | null;
    /** What the last check of all events found; null before the first. Events are taken in all the same. */
    damagedEvents(): (DamagedEvents & { readonly checkedAt: number }) | null;
    /** The file that was moved, removed or replaced under this store; null for none. Meanwhile every write rejects. */
    misplaced(): string | null;
    close(): void;
  };

export type IngestOutcome = {
  /** `counted`: a sign of life, of which nothing else is kept. */
  readonly outcome: "stored" | "duplicate" | "counted";
  /** Null for a sign of life. */
  readonly eventId: number | null;
};

export type EventPage = Page<LoggedEvent> & {
  /** How many events were not searched for a value, since they are still being taken in. */
  readonly unsearched: number;
};

export type ConnectionPage = Page<Connection> & { readonly facets: Facets };

export type ConnectionStream = {
  readonly total: Count;
  readonly slices: AsyncIterable<readonly Connection[]>;
};

export type ViewOutcome = { readonly view: SavedView } | { readonly refusal: ViewRefusal };

export type TimelinePageRequest = {
  /** A cursor of another page: steps older than it. */
  readonly after?: string | null;
  /** The same for newer steps; only without `after`. */
  readonly before?: string | null;
  /** The event that the page should show, a few newer ones above it; only without a cursor. */
  readonly startAt?: number | null;
  /** How many lines, where steps that changed nothing fold into one. */
  readonly size: number;
  /** Kinds of events and acts; none means all. */
  readonly types?: readonly TimelineType[];
  /** When they occurred; null for any time. */
  readonly occurred?: InstantRange | null;
};

export type TimelinePage = {
  readonly steps: readonly TimelineStep[];
  readonly previous: string | null;
  readonly next: string | null;
  /** Whether `startAt` is on this timeline. */
  readonly hasStart: boolean;
};

type WorkOptions = {
  /** Only says what would be done. */
  readonly isDryRun?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the work after the slice at hand; what was done stays done. */
  readonly signal?: AbortSignal | undefined;
};

export type CheckOptions = Pick<WorkOptions, "onProgress" | "signal"> & {
  /** Only this one's events; null for all. */
  readonly connectionId?: string | null;
  readonly isQuiet?: boolean;
};

export type RebuildOptions = WorkOptions & {
  /** Only this one; null for all. */
  readonly connectionId?: string | null;
  /** Only so many connections, taken from anywhere; null for all. */
  readonly sample?: number | null;
  /** Only the part that is this process's, of several that share the work; null for all. */
  readonly part?: WorkPart | null;
};

/** The `index`th of `of` parts, counted from 0. */
export type WorkPart = { readonly index: number; readonly of: number };

export type RereadOptions = WorkOptions & {
  /** Only these; null for all events that are not understood. */
  readonly eventIds?: readonly number[] | null;
};

export type BackupOptions = {
  /** So many connections are compared with the fold of their events, taken from anywhere; null for all. */
  readonly sample?: number | null;
  readonly onProgress?: (progress: BackupProgress) => void;
  /** Ends it at once; nothing of it is left. */
  readonly signal?: AbortSignal;
};

export type RetainOptions = Omit<WorkOptions, "isDryRun"> & {
  readonly isDryRun: boolean;
  /** Whether somebody confirmed the clock for this run. */
  readonly isClockTrusted?: boolean;
};

export type EraseOptions = {
  readonly isDryRun: boolean;
  /** Undecided events of the quarantine that go as well; others are passed over. */
  readonly alsoEvents?: readonly number[];
  /** Whether a restore repeats it; the entries in the audit log say so. */
  readonly isRepeated?: boolean;
};

/** A connection event that was generated rather than delivered, in a form that needs no parsing. */
export type LoadedEvent = {
  readonly identity: string;
  readonly connectionId: string;
  readonly change: ConnectionChange;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly body: Uint8Array;
};
