import { segmentOf } from "./path-segment";

/** A path of this product, with its query and fragment. */
export type Path = `/${string}`;

/** A formatted query string with its question mark (empty for none), or the parameters of one. */
export type PathQuery = string | Readonly<Record<string, string>>;

export type SettingsTab = "people" | "tokens" | "outreach" | "privacy" | "backup" | "storage";

export const HOME_PATH = "/";
export const ACCOUNT_PATH = "/account";
export const DOCTOR_PATH = "/doctor";
export const SIGN_IN_CODE_PATH = "/sign-in/code";
export const TEMPLATES_PATH = "/outreach/templates";
export const CONNECTIONS_EXPORT_PATH = "/api/connections/export";
export const LIVE_PATH = "/api/live";
export const VIEWS_PATH = "/api/views";
/** Begins the path of each user; no page of its own. */
export const USERS_PREFIX = "/users";

export function connectionsPath(query: PathQuery = ""): Path {
  return listPath("connections", query);
}

export function queuePath(query: PathQuery = ""): Path {
  return listPath("outreach", query);
}

/** The path of a list of connections: of all, or of the outreach queue. */
export function listPath(list: "connections" | "outreach", query: PathQuery = ""): Path {
  return withQuery(`/${list}`, query);
}

export function connectionPath(id: string): Path {
  return `/connections/${segmentOf(id)}`;
}

export function userPath(user: string): Path {
  return `${USERS_PREFIX}/${segmentOf(user)}`;
}

export function resultsPath(query: PathQuery = ""): Path {
  return withQuery("/outreach/results", query);
}

export function eventsPath(query: PathQuery = ""): Path {
  return withQuery("/events", query);
}

/** The path of one event on a page that holds a timeline or a log. */
export function eventPath(page: Path, eventId: number): Path {
  return `${page}?event=${eventId}#event-${eventId}`;
}

/** The path of an event's body as it was received, byte for byte. */
export function eventBodyPath(eventId: number): Path {
  return `/events/${eventId}/body`;
}

export function deliveriesPath(query: PathQuery = ""): Path {
  return withQuery("/deliveries", query);
}

export function quarantinePath(query: PathQuery = ""): Path {
  return withQuery("/quarantine", query);
}

export function replayPath(query: PathQuery = ""): Path {
  return withQuery("/replay", query);
}

export function erasePath(query: PathQuery = ""): Path {
  return withQuery("/erase", query);
}

export function auditPath(query: PathQuery = ""): Path {
  return withQuery("/audit", query);
}

/** The path of a tab of the settings; without one, of the first. */
export function settingsPath(tab: SettingsTab | null = null, query: PathQuery = ""): Path {
  return withQuery(tab === null ? "/settings" : `/settings/${tab}`, query);
}

export function signInPath(query: PathQuery = ""): Path {
  return withQuery("/sign-in", query);
}

export function confirmPath(query: PathQuery = ""): Path {
  return withQuery("/confirm", query);
}

/** The path of a one-time link that sets up an account, invites a person or resets their access. */
export function joinPath(secret: string): Path {
  return `/join/${secret}`;
}

/** The path of a reconnect link. */
export function reconnectPath(token: string): Path {
  return `/r/${token}`;
}

/** The path to which OFAuth sends users after they have reconnected, or not. */
export function reconnectReturnPath(query: PathQuery = ""): Path {
  return withQuery("/r/back", query);
}

export function findPath(query: PathQuery): Path {
  return withQuery("/api/find", query);
}

export function presencePath(connectionId: string): Path {
  return withQuery("/api/outreach/presence", { id: connectionId });
}

export function resultsExportPath(query: PathQuery = ""): Path {
  return withQuery("/api/outreach/results/export", query);
}

export function deliveriesExportPath(query: PathQuery = ""): Path {
  return withQuery("/api/deliveries/export", query);
}

export function auditExportPath(query: PathQuery = ""): Path {
  return withQuery("/api/audit/export", query);
}

function withQuery(path: Path, query: PathQuery): Path {
  if (typeof query === "string") return `${path}${query}`;
  const parameters = new URLSearchParams(query).toString();
  return parameters === "" ? path : `${path}?${parameters}`;
}
