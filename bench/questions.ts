/** A query that operators make, as its URL. Several URLs are requested in turn. */
export type Question = {
  readonly name: string;
  readonly queries: readonly string[];
  /** The obvious SQL for it, if there is any, for the first URL of the list. */
  readonly naive?: string;
};

const PAGE = "order by last_event_at desc, key desc limit 51";
const NAIVE_TEXT = (word: string) =>
  `lower(account_name) like '%${word}%' or lower(account_username) like '%${word}%' or lower(user) like '%${word}%' or account_id like '%${word}%'`;

/** The twenty most common, as the pages query them: rows, total and all facet counts at once. */
export const QUESTIONS: readonly Question[] = [
  { name: "first page", queries: [""], naive: `select * from connections ${PAGE}; select count(*) from connections` },
  {
    name: "one status",
    queries: ["status=expired", "status=active", "status=disconnected"],
    naive: `select * from connections where status = 'expired' ${PAGE}; select count(*) from connections where status = 'expired'`,
  },
  { name: "two statuses, longest first", queries: ["status=expired&status=disconnected&sort=status_since&order=asc"] },
  { name: "expired again", queries: ["status=expired&attention=expired_again"] },
  {
    name: "active, lacks a permission",
    queries: ["status=active&lacks=messages:read", "status=active&lacks=vault:read"],
    naive: `select * from connections where status = 'active' and not exists (select 1 from json_each(permissions) where value = 'messages:read') ${PAGE};
      select count(*) from connections where status = 'active' and not exists (select 1 from json_each(permissions) where value = 'messages:read')`,
  },
  { name: "has all of three", queries: ["has=messages:read&has=vault:read&has=posts:write&has_mode=all"] },
  { name: "has any, lacks any", queries: ["has=messages:read&has=vault:read&lacks=posts:write&lacks=lists:read"] },
  {
    name: "rarest combination",
    queries: [
      "status=disconnected&attention=lost_permission&has=users:write&lacks=posts:read&no_user=only&created=30d",
    ],
  },
  { name: "expired in 7 days", queries: ["expired=7d&status=expired"] },
  { name: "last event over 30 d ago", queries: ["last_event=over-30d"] },
  { name: "created in a range of days", queries: ["created=2025-03-01..2025-03-31&zone=Europe/Berlin&sort=created"] },
  { name: "without a user", queries: ["no_user=only"] },
  { name: "by name", queries: ["sort=name&order=asc", "sort=name&order=asc&status=expired"] },
  { name: "by number of expiries", queries: ["sort=expiries&status=expired"] },
  {
    name: "search, common word",
    queries: ["q=jane", "q=rose", "q=nora", "q=doe", "q=okafor", "q=kim"],
    naive: `select * from connections where ${NAIVE_TEXT("jane")} ${PAGE}; select count(*) from connections where ${NAIVE_TEXT("jane")}`,
  },
  {
    name: "search, rare word",
    queries: ["q=janedoe77", "q=user_100", "q=novakova311", "q=10000370", "q=maria+fox12"],
    naive: `select * from connections where ${NAIVE_TEXT("novakova311")} ${PAGE}; select count(*) from connections where ${NAIVE_TEXT("novakova311")}`,
  },
  {
    name: "search, absent word",
    queries: ["q=qqqzzz", "q=nobody+here", "q=xyzzy"],
    naive: `select * from connections where ${NAIVE_TEXT("qqqzzz")} ${PAGE}; select count(*) from connections where ${NAIVE_TEXT("qqqzzz")}`,
  },
  { name: "search, two letters", queries: ["q=zq", "q=an", "q=李", "q=qx"] },
  { name: "search within a filter", queries: ["q=jane&status=expired", "q=rose&lacks=messages:read&status=active"] },
  { name: "search, by name", queries: ["q=rose&sort=name&order=asc", "q=jane&sort=name&order=asc"] },
];

/** Queries of the event log, with its total; the made-up accounts have such numbers. */
export const LOG_QUESTIONS: readonly Question[] = [
  {
    name: "events, newest",
    queries: [""],
    naive: "select * from events order by received_at desc limit 51; select count(*) from events",
  },
  {
    name: "events of a kind",
    queries: ["type=expired", "type=disconnected&type=created"],
    naive:
      "select * from events where json_extract(body, '$.type') = 'connection.expired' order by received_at desc limit 51",
  },
  { name: "events of a kind, 7 days", queries: ["type=expired&received=7d", "type=created&received=over-30d"] },
  { name: "events of a user", queries: ["user=user_100000", "user=user_100050", "user=user_100990"] },
  {
    name: "events with a value, rare",
    queries: ["value=10000370", "value=10001850", "value=10003700"],
    naive: `select * from events where instr(body, '"10000370"') > 0 order by received_at desc limit 51`,
  },
  { name: "events with a value, common", queries: ["value=messages:read", "value=active"] },
  { name: "events with a value, absent", queries: ["value=nobody-has-this"] },
];
