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
import type { InstantRange } from "@/domain/values/query/date-filter";
import type { Page } from "@/domain/values/query/page";
import type { Revision } from "@/domain/values/revision";
import type { AccessStore } from "./access-store";
import type { OutreachStore } from "./outreach-store";

/** Everything the product needs from a database. One complete module per SQL dialect; the suites in `db/conformance/` test each. */
export type Store = AccessStore &
  OutreachStore & {
    readonly events: {
      /** Resolves only after the commit is on disk. Rejects if nothing was stored. */
      ingest(event: IncomingEvent, receivedAt: number): Promise<IngestOutcome>;
      /** Returns the stored body, byte for byte; null for an unknown event. */
      findBody(eventId: number): Promise<Uint8Array | null>;
      /** Dismisses quarantined events: they are kept but no longer counted. Returns how many were waiting until now. */
      dismiss(eventIds: readonly number[], by: By): Promise<number>;
      /** Brings dismissed events back into the quarantine. Returns how many were dismissed until now. */
      bringBack(eventIds: readonly number[], by: By): Promise<number>;
      /** Returns one page of matching events, newest first. Relative dates count from `now`. */
      search(search: EventSearch, now: number): Promise<EventPage>;
      /** Returns the newest few events that named a user for connections that are no longer theirs. */
      listNaming(user: string): Promise<LoggedEvent[]>;
      /** Returns the stored repeated deliveries of each event, oldest first. */
      listRepeats(eventIds: readonly number[]): Promise<ReadonlyMap<number, readonly RepeatedDelivery[]>>;
    };
    readonly connections: {
      /** Returns one page of matching connections, and their number. Relative dates count from `now`. */
      search(search: ConnectionSearch, now: number): Promise<ConnectionPage>;
      /** Returns how many match. */
      count(filter: ConnectionFilter, now: number): Promise<Count>;
      /**
       * Reads all that match at the time of the call, in the list's order and in slices alongside the ingest: each exactly once,
       * as it is when its slice is read.
       */
      readAll(search: ConnectionSearch, selection: Selection, now: number): Promise<ConnectionStream>;
      find(connectionId: string): Promise<Connection | null>;
      /** Returns what `realtime.*` deliveries report: that the connection is alive, and nothing else. */
      findSignOfLife(connectionId: string): Promise<SignOfLife | null>;
      /** Returns all connections of one user, the one with the newest event first. */
      listOfUser(user: string): Promise<Connection[]>;
      /** Returns the test connections, the one with the newest event first. */
      listTests(): Promise<Connection[]>;
      /**
       * Returns the other connections of a connection's account: a few in use, then the same user's disconnected ones. Newest
       * event first.
       */
      listOfSameAccount(connectionId: string): Promise<Connection[]>;
    };
    readonly timelines: {
      /** Returns the steps of one connection, newest first; empty for an unknown one. */
      ofConnection(connectionId: string, page: TimelinePageRequest): Promise<TimelinePage>;
      /** Returns the steps of all connections of one user, newest first. */
      ofUser(user: string, page: TimelinePageRequest): Promise<TimelinePage>;
      /** Returns the changes of status of connections, at most the newest `TURNS_MAX` of each, in the order of the ids. */
      lives(connectionIds: readonly string[]): Promise<Life[]>;
    };
    readonly views: {
      /** Returns the views in display order. */
      list(): Promise<SavedView[]>;
      /** Appends a view. Resolves after the commit, as all of these do. */
      add(view: Pick<SavedView, "name" | "query">, by: By): Promise<ViewOutcome>;
      update(id: number, change: Partial<Pick<SavedView, "name" | "query">>, by: By): Promise<ViewOutcome>;
      remove(id: number, by: By): Promise<ViewOutcome>;
    };
    readonly deliveries: {
      /** Returns one page of matching deliveries, newest first. Relative dates count from `now`. */
      search(search: DeliverySearch, now: number): Promise<DeliveryPage>;
      /** Reads all matching deliveries, newest first, in slices alongside the ingest. */
      readAll(search: DeliverySearch, now: number): AsyncIterable<readonly LoggedDelivery[]>;
    };
    readonly intake: {
      /** Counts a refused delivery, and keeps a bounded, rotating sample of them. */
      recordRefusal(refusal: Refusal): Promise<void>;
      summary(): Promise<IntakeSummary>;
      listRefusals(limit: number): Promise<Refusal[]>;
      /** Returns deliveries by hour and outcome in [from, until), oldest first, without empty hours. */
      hours(from: number, until: number): Promise<HourCount[]>;
    };
    readonly maintenance: {
      /**
       * Compares events with their checksums, folds them again, of one connection or all, in slices alongside the ingest, and
       * writes what differs. Writes nothing if an event is damaged.
       */
      rebuild(options?: RebuildOptions): Promise<RebuildReport>;
      /** Reads quarantined events again, and applies those that can be understood now. */
      reread(options?: RereadOptions): Promise<RereadReport>;
      /** Removes test connections with everything derived from them. Returns the number of events. */
      removeTests(by: By): Promise<number>;
      /** Erases a person for good, and reports what was erased. Later events about them start clean. */
      erase(subject: ErasureSubject, options: EraseOptions, by: By): Promise<ErasureReport>;
      /**
       * Writes a snapshot to one compressed file, alongside the ingest: copied, checked for damage, compared with the fold of the
       * events, and read back. The file only appears once all of that succeeded.
       */
      backup(file: string, options?: BackupOptions): Promise<BackupOutcome>;
      /** Reads the structure of the whole database, alongside the ingest. Returns what is damaged; null for nothing. */
      lookForDamage(signal?: AbortSignal): Promise<string | null>;
      /** Compares events with their checksums, alongside the ingest; slowly if `isQuiet`. Rejects if it is aborted. */
      checkEvents(options?: CheckOptions): Promise<DamagedEvents>;
      /**
       * Removes what the rules no longer keep, in slices alongside the ingest. What a state needs stays, however old. Removes
       * nothing if the clock may have jumped ahead, and reports that.
       */
      retain(rules: RetentionRules, options: RetainOptions, by: By): Promise<RetentionReport>;
      /** Returns when the next scheduled removal is due; null if none is scheduled. */
      retentionDueAt(): Promise<number | null>;
      postponeRetention(until: number): Promise<void>;
      /** Returns the jump if the clock may have jumped ahead. Only time, a received event or `trustClock` ends that. */
      findClockJump(now: number): Promise<ClockJump | null>;
      /** Like `findClockJump`, and records a clock that hasn't jumped as right, to compare later ones with. */
      watchClock(now: number): Promise<ClockJump | null>;
      /** Takes an admin's word that the clock is right. */
      trustClock(by: By): Promise<void>;
      /** Measures disk use by kind. Takes a while for large stores, without delaying anything else. */
      measureStorage(): Promise<StorageUse>;
      /** Fills an empty store with generated data, which must not have duplicates. A crash halfway leaves a useless store. */
      load(events: Iterable<LoadedEvent>): Promise<RebuildReport>;
    };
    readonly changes: {
      /** Returns a revision that differs from the one a page was rendered with if there is news. */
      revision(): Revision;
      /** Calls back after each commit that changed the revision, which repeated deliveries don't. Returns a function to stop. */
      subscribe(listener: () => void): () => void;
    };
    readonly vitals: {
      /** Rejects if nothing can be read. */
      read(): Promise<Vitals>;
      /**
       * Commits a write that changes nothing. Rejects if it can't, if the disk has no room for deliveries, or if the disk refused
       * the last one and still has no room for another.
       */
      proveWritable(): Promise<void>;
      /** Returns true if the index behind lists is in memory; otherwise starts loading it. */
      isIndexReady(): boolean;
      /** Calls back after each group commit, whatever its outcome. Returns a function to stop. */
      onCommit(listener: (figures: CommitFigures) => void): () => void;
    };
    /** Returns what was found damaged; null for nothing. From then on events are refused: the sender keeps them until a restore. */
    damage(): string | null;
    /** Returns what the last check of all events found; null before the first. Events are still accepted. */
    damagedEvents(): (DamagedEvents & { readonly checkedAt: number }) | null;
    /** Returns the file that was moved, removed or replaced under this store; null for none. Meanwhile every write rejects. */
    misplaced(): string | null;
    close(): void;
  };

export type IngestOutcome = {
  /** `counted` is a sign of life, of which nothing else is stored. */
  readonly outcome: "stored" | "duplicate" | "counted";
  /** Null for a sign of life. */
  readonly eventId: number | null;
};

export type EventPage = Page<LoggedEvent> & {
  /** How many events were not searched for a value, since they are still being indexed. */
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
  /** A cursor for steps newer than it; only without `after`. */
  readonly before?: string | null;
  /** The event that the page should show, with a few newer ones above it; only without a cursor. */
  readonly startAt?: number | null;
  /** How many lines per page. Steps that changed nothing fold into one. */
  readonly size: number;
  /** Kinds of events and acts; empty means all. */
  readonly types?: readonly TimelineType[];
  /** When they occurred; null for any time. */
  readonly occurred?: InstantRange | null;
};

export type TimelinePage = {
  readonly steps: readonly TimelineStep[];
  readonly previous: string | null;
  readonly next: string | null;
  /** True if `startAt` is on this timeline. */
  readonly hasStart: boolean;
};

type WorkOptions = {
  /** Only reports what would be done. */
  readonly isDryRun?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the work after the current slice; what was done stays done. */
  readonly signal?: AbortSignal | undefined;
};

export type CheckOptions = Pick<WorkOptions, "onProgress" | "signal"> & {
  /** Only this connection's events; null for all. */
  readonly connectionId?: string | null;
  readonly isQuiet?: boolean;
};

export type RebuildOptions = WorkOptions & {
  /** Only this connection; null for all. */
  readonly connectionId?: string | null;
  /** Only a random sample of this many connections; null for all. */
  readonly sample?: number | null;
  /** Only this process's part, if several share the work; null for all. */
  readonly part?: WorkPart | null;
};

/** The `index`th of `of` parts, counted from 0. */
export type WorkPart = { readonly index: number; readonly of: number };

export type RereadOptions = WorkOptions & {
  /** Only these events; null for the whole quarantine. */
  readonly eventIds?: readonly number[] | null;
};

export type BackupOptions = {
  /** Compares a random sample of this many connections with the fold of their events; null for all. */
  readonly sample?: number | null;
  readonly onProgress?: (progress: BackupProgress) => void;
  /** Ends it at once and leaves nothing behind. */
  readonly signal?: AbortSignal;
};

export type RetainOptions = Omit<WorkOptions, "isDryRun"> & {
  readonly isDryRun: boolean;
  /** True if someone confirmed the clock for this run. */
  readonly isClockTrusted?: boolean;
};

export type EraseOptions = {
  readonly isDryRun: boolean;
  /** Undecided quarantined events to erase as well; others are ignored. */
  readonly alsoEvents?: readonly number[];
  /** True if a restore repeats it, which the audit entries then record. */
  readonly isRepeated?: boolean;
};

/** A generated connection event, in a form that needs no parsing. */
export type LoadedEvent = {
  readonly identity: string;
  readonly connectionId: string;
  readonly change: ConnectionChange;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly body: Uint8Array;
};
