import path from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import BetterSqlite3 from "better-sqlite3";
import { openStore } from "@/db/open-store";
import type { ConnectionEvent } from "@/domain/connection/connection";
import { foldHistory } from "@/domain/connection/projection";
import { occurredAtOf, readBody } from "@/domain/intake/event";
import { type CountedCase, recountCases } from "@/testing/recount/recount";
import type { Delivery } from "./sender";

export type Proof = {
  readonly events: number;
  readonly connections: number;
  readonly cases: number;
  /** Deliveries beyond the first of each event. */
  readonly repeats: number;
  /** A sentence for each broken promise. */
  readonly broken: readonly string[];
};

type Row = {
  readonly id: number;
  readonly identity: string;
  readonly occurredAt: number;
  readonly receivedAt: number;
  readonly sentAt: number;
  readonly deliveries: number;
  readonly body: Buffer;
};

const EXAMPLES_MAX = 3;

/** Compares the database of a stopped server with everything that a sender has sent to it. */
export async function prove(dataDir: string, deliveries: ReadonlyMap<string, Delivery>): Promise<Proof> {
  const file = path.join(dataDir, "relink.db");
  const client = new BetterSqlite3(file, { readonly: true });
  const rows = client
    .prepare<[], Row>(
      `select id, identity, occurred_at as occurredAt, received_at as receivedAt, sent_at as sentAt, deliveries, body
       from events order by id`,
    )
    .all();
  const history = historyOf(rows);
  const broken = [
    ...soundness(client),
    ...isThereOnce(rows, deliveries),
    ...datesAreTrue(rows, deliveries),
    ...countersAgree(client, rows),
    ...casesAgree(client, recountCases(history)),
  ];
  const cases = Number(client.prepare("select count(*) from cases").pluck().get());
  client.close();
  const byConnection = byConnectionOf(history);
  broken.push(...(await stateIsTheFold(file, byConnection)));
  const repeats = rows.reduce((sum, row) => sum + row.deliveries - 1, 0);
  return { events: rows.length, connections: byConnection.size, cases, repeats, broken };
}

function soundness(client: BetterSqlite3.Database): string[] {
  const answers = client.prepare("pragma integrity_check").pluck().all();
  const strays = client.prepare("pragma foreign_key_check").all();
  return [
    ...(answers.length === 1 && answers[0] === "ok" ? [] : [`integrity_check says: ${answers.join("; ")}`]),
    ...(strays.length === 0 ? [] : [`foreign_key_check finds ${strays.length} rows`]),
  ];
}

/** Checks that everything acknowledged with a 2xx is there, with its exact bytes; and that nothing is there twice, or was not sent. */
function isThereOnce(rows: readonly Row[], deliveries: ReadonlyMap<string, Delivery>): string[] {
  const kept = new Map(rows.map((row) => [row.identity, row]));
  const all = [...deliveries];
  const lost = all.filter(([identity, { acknowledgements }]) => acknowledgements > 0 && !kept.has(identity));
  const givenUp = all.filter(([, delivery]) => delivery.isGivenUp);
  const altered = all.filter(([identity, { message }]) => kept.get(identity)?.body.toString() !== message.body);
  const tooFew = all.filter(([identity, { acknowledgements }]) => {
    const row = kept.get(identity);
    return row !== undefined && row.deliveries < acknowledgements;
  });
  const tooMany = rows.filter((row) => row.deliveries > (deliveries.get(row.identity)?.attemptSeconds.length ?? 0));
  return [
    ...told("acknowledged but not there", lost.map(nameOf)),
    ...told("sent as often as OFAuth tries, and never accepted", givenUp.map(nameOf)),
    ...told("there with other bytes", altered.filter(([identity]) => kept.has(identity)).map(nameOf)),
    ...told("delivered less often than it was acknowledged", tooFew.map(nameOf)),
    ...told(
      "there twice, not sent at all, or counted too often",
      tooMany.map((row) => row.identity),
    ),
  ];
}

/** Checks dates: if the body has no time, the earliest of the attempts that arrived dates the event. */
function datesAreTrue(rows: readonly Row[], deliveries: ReadonlyMap<string, Delivery>): string[] {
  const untrue = rows.filter((row) => {
    const seconds = deliveries.get(row.identity)?.attemptSeconds ?? [];
    const occurredAt = occurredAtOf({ reading: readBody(row.body), sentAt: row.sentAt }, row.receivedAt);
    return !seconds.includes(row.sentAt / 1000) || row.occurredAt !== occurredAt;
  });
  return told(
    "dated by no attempt of its own",
    untrue.map((row) => row.identity),
  );
}

function countersAgree(client: BetterSqlite3.Database, rows: readonly Row[]): string[] {
  const count = (sql: string) => Number(client.prepare(sql).pluck().get() ?? 0);
  const counters = {
    "the counts by kind": count("select sum(events) from event_counts"),
    "the counts by hour": count("select sum(deliveries) from intake_hours where outcome = 'stored'"),
  };
  return Object.entries(counters).flatMap(([name, counted]) =>
    counted === rows.length ? [] : [`there are ${rows.length} events, and ${name} say ${counted}`],
  );
}

function casesAgree(client: BetterSqlite3.Database, counted: readonly CountedCase[]): string[] {
  const kept = client
    .prepare<[], Omit<CountedCase, "isAnotherAccount" | "isRelapse"> & { isOther: number; isRelapse: number }>(
      `select c.id as connectionId, opened_at as openedAt, closed_at as closedAt, "end", s.id as successor,
         is_another_account as isOther, is_relapse as isRelapse
       from cases join connection_ids c on c.key = connection_key left join connection_ids s on s.key = successor`,
    )
    .all()
    .map(({ isOther, isRelapse, ...same }) =>
      textOf({ ...same, isAnotherAccount: isOther === 1, isRelapse: isRelapse === 1 }),
    );
  const wanted = new Set(counted.map(textOf));
  const had = new Set(kept);
  return [
    ...told(
      "a case of outreach that a recount finds, and the database has not",
      [...wanted].filter((text) => !had.has(text)),
    ),
    ...told(
      "a case of outreach that a recount does not find",
      kept.filter((text) => !wanted.has(text)),
    ),
  ];
}

function textOf({
  connectionId,
  openedAt,
  closedAt,
  end,
  successor,
  isAnotherAccount,
  isRelapse,
}: CountedCase): string {
  return [connectionId, openedAt, closedAt, end, successor, isAnotherAccount, isRelapse].join(" ");
}

/** Compares states with a fold of what was sent, and lets the store fold its events again. */
async function stateIsTheFold(file: string, histories: ReadonlyMap<string, ConnectionEvent[]>): Promise<string[]> {
  const store = openStore(pathToFileURL(file));
  try {
    const different: string[] = [];
    for (const [id, history] of histories) {
      if (!isDeepStrictEqual(await store.connections.find(id), foldHistory(history))) different.push(id);
    }
    const { corrected, removed, mended } = await store.maintenance.rebuild({ isDryRun: true });
    const found = corrected + removed + mended;
    return [
      ...told("in another state than its events give", different),
      ...(found === 0
        ? []
        : [`a rebuild would correct ${corrected}, remove ${removed} and mend ${mended} connections`]),
    ];
  } finally {
    store.close();
  }
}

/** Converts stored rows to connection events. */
function historyOf(rows: readonly Row[]): ConnectionEvent[] {
  return rows.flatMap(({ id, occurredAt, receivedAt, deliveries, body }) => {
    const said = readBody(body);
    return said.kind === "connection" ? [{ id, occurredAt, receivedAt, deliveries, said }] : [];
  });
}

function byConnectionOf(history: readonly ConnectionEvent[]): Map<string, ConnectionEvent[]> {
  const histories = new Map<string, ConnectionEvent[]>();
  for (const event of history) {
    const { connectionId } = event.said;
    histories.set(connectionId, [...(histories.get(connectionId) ?? []), event]);
  }
  return histories;
}

function nameOf([, { message }]: readonly [string, Delivery]): string {
  return message.id;
}

function told(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const examples = names.slice(0, EXAMPLES_MAX).join(", ");
  return [`${names.length.toLocaleString("en")} × ${what}: ${examples}${names.length > EXAMPLES_MAX ? ", …" : ""}`];
}
