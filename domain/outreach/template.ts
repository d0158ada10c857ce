import type { Channel } from "./case-act";

/** A message to a user, with places for what differs. */
export type Template = {
  readonly id: number;
  readonly name: string;
  readonly channel: Channel;
  /** Of an e-mail; empty for other channels. */
  readonly subject: string;
  readonly body: string;
};

export type TemplateRefusal = "name_empty" | "name_taken" | "body_empty" | "too_many" | "unknown_template";

export const TEMPLATES_MAX = 100;
export const TEMPLATE_NAME_LENGTH_MAX = 60;
export const SUBJECT_LENGTH_MAX = 200;
export const BODY_LENGTH_MAX = 5_000;

/** Placeholders, and what it becomes. */
export const VARIABLES = {
  name: "their name on the platform",
  username: "their username there",
  user: "your own reference for them",
  reconnect_link: "the link with which they reconnect",
  expired_since: "the day on which it expired",
  expired_for: "how long that is ago",
  permissions: "what they had allowed",
  lost_permissions: "what the last change took away",
} as const;
export type Variable = keyof typeof VARIABLES;

/** What each variable is for one user; null where it is not known. */
export type VariableValues = Readonly<Record<Variable, string | null>>;

export type FilledText = {
  readonly text: string;
  /** Known variables without a value here: their place is empty. */
  readonly missing: readonly Variable[];
  /** What stands in braces and is no variable: left as it is. */
  readonly unknown: readonly string[];
};

// Whatever is short and stands in braces: "{Name}" and "{first name}" are meant as variables too, and would go out as written.
const PLACE = /\{([^{}\r\n]{1,40})\}/g;

/** Puts the values into their places, once: what a value holds is never taken for a place. */
export function fillText(text: string, values: VariableValues): FilledText {
  const missing = new Set<Variable>();
  const unknown = new Set<string>();
  const filled = text.replace(PLACE, (place: string, name: string) => {
    if (!isVariable(name)) {
      unknown.add(place);
      return place;
    }
    const value = values[name];
    if (value === null || value === "") missing.add(name);
    return value ?? "";
  });
  return { text: filled, missing: [...missing], unknown: [...unknown] };
}

/** The places of a text that are no variable: most likely mistyped. */
export function unknownPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].flatMap(([place, name]) => (isVariable(name ?? "") ? [] : place)))];
}

export function usesLink(template: Pick<Template, "subject" | "body">): boolean {
  return `${template.subject} ${template.body}`.includes("{reconnect_link}");
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}
