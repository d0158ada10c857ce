import type { Store, TimelinePage } from "@/db/store";
import type { ConnectionSearch } from "@/domain/lists/connection-search";
import {
  maskAccountId,
  maskAct,
  maskBlock,
  maskBody,
  maskCase,
  maskConnection,
  maskEvent,
  maskStep,
  maskView,
} from "@/domain/lists/masking";

/**
 * Returns the store as seen by someone who may not see creators' names. Nor can they search by name: a search matches only a
 * user's whole reference, sorting by name falls back to the last event, and searching bodies for a value finds nothing. Saved
 * views that search for words are left out.
 */
export function masked(store: Store): Store {
  const { connections, events, outreach, timelines, views } = store;
  return {
    ...store,
    connections: {
      ...connections,
      search: async (search, now) => {
        const page = await connections.search(withoutNames(search), now);
        return { ...page, rows: page.rows.map(maskConnection) };
      },
      count: (filter, now) => connections.count({ ...filter, q: "", user: userOf(filter) }, now),
      readAll: async (search, selection, now) => {
        const { total, slices } = await connections.readAll(withoutNames(search), selection, now);
        return { total, slices: mapped(slices, (rows) => rows.map(maskConnection)) };
      },
      find: async (id) => {
        const found = await connections.find(id);
        return found && maskConnection(found);
      },
      listOfUser: async (user) => (await connections.listOfUser(user)).map(maskConnection),
      listTests: async () => (await connections.listTests()).map(maskConnection),
      listOfSameAccount: async (id) => (await connections.listOfSameAccount(id)).map(maskConnection),
    },
    events: {
      ...events,
      findBody: async (id) => {
        const body = await events.findBody(id);
        return body && maskBody(body);
      },
      listNaming: async (user) => (await events.listNaming(user)).map(maskEvent),
      search: async (search, now) => {
        if (search.value !== "") return { ...NOTHING, unsearched: 0 };
        const page = await events.search(search, now);
        return { ...page, rows: page.rows.map(maskEvent) };
      },
    },
    outreach: {
      ...outreach,
      blocks: async (ids) => new Map([...(await outreach.blocks(ids))].map(([id, block]) => [id, maskBlock(block)])),
      current: async (ids) => (await outreach.current(ids)).map(maskCase).map(maskAccountId),
      history: async (id) => {
        const history = await outreach.history(id);
        return { ...history, cases: history.cases.map(maskAccountId), acts: history.acts.map(maskAct) };
      },
    },
    timelines: {
      ...timelines,
      lives: async (ids) =>
        (await timelines.lives(ids)).map((life) => ({ ...life, turns: life.turns.map(maskAccountId) })),
      ofConnection: async (id, page) => maskTimeline(await timelines.ofConnection(id, page)),
      ofUser: async (user, page) => maskTimeline(await timelines.ofUser(user, page)),
    },
    views: { ...views, list: async () => (await views.list()).flatMap(maskView) },
  };
}

const NOTHING = {
  rows: [],
  offset: 0,
  total: { value: 0, precision: "exact" },
  previous: null,
  next: null,
} as const;

function withoutNames(search: ConnectionSearch): ConnectionSearch {
  const isByName = search.sort === "name";
  return {
    ...search,
    q: "",
    user: userOf(search),
    ...(isByName ? { sort: "last_event" as const, order: "desc" as const } : {}),
  };
}

function userOf({ q, user }: Pick<ConnectionSearch, "q" | "user">): readonly string[] {
  return q === "" ? user : [...new Set([q, q.trim()])].filter((text) => text !== "");
}

function maskTimeline(page: TimelinePage): TimelinePage {
  return { ...page, steps: page.steps.map(maskStep) };
}

async function* mapped<From, To>(slices: AsyncIterable<From>, change: (slice: From) => To): AsyncGenerator<To> {
  for await (const slice of slices) yield change(slice);
}
