import type { Channel } from "./case-act";

/** A message to a user, with placeholders. */
export type Template = {
  readonly id: number;
  readonly name: string;
  readonly channel: Channel;
  /** The subject of an e-mail; empty for other channels. */
  readonly subject: string;
  readonly body: string;
};

export type TemplateRefusal = "name_empty" | "name_taken" | "body_empty" | "too_many" | "unknown_template";

export const TEMPLATES_MAX = 100;
export const TEMPLATE_NAME_LENGTH_MAX = 60;
export const SUBJECT_LENGTH_MAX = 200;
export const BODY_LENGTH_MAX = 5_000;

/** Placeholders, and what each becomes. */
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

/** The value of each variable for one user; null if unknown. */
export type VariableValues = Readonly<Record<Variable, string | null>>;

export type FilledText = {
  readonly text: string;
  /** Known variables without a value here: their place is left empty. */
  readonly missing: readonly Variable[];
  /** Text in braces that isn't a variable: left as it is. */
  readonly unknown: readonly string[];
};

// Any short text in braces: "{Name}" and "{first name}" are meant as variables too, and would be sent as written.
const PLACE = /\{([^{}\r\n]{1,40})\}/g;

/** Fills in the values, once: placeholders within a value are not filled. */
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

/** Lists the placeholders of a text that aren't variables, most likely mistyped. */
export function unknownPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].flatMap(([place, name]) => (isVariable(name ?? "") ? [] : place)))];
}

export function usesLink(template: Pick<Template, "subject" | "body">): boolean {
  return `${template.subject} ${template.body}`.includes("{reconnect_link}");
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}
