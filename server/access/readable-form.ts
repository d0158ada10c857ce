/** What names an action of ours in a request. */
const ACTION_ID = /^[0-9a-f]{42}$/;
/** The fields in which a page without scripts names its action: `$ACTION_REF_1`, then `$ACTION_1:0` and further. */
const REFERENCE = /^\$ACTION_REF_(\d{1,6})$/;
const PART = /^\$ACTION_\d{1,6}:\d{1,6}$/;
const DIRECT = "$ACTION_ID_";
/** In React's own notation: `$$` is a dollar sign, `$K1` a form, `$@1` what is bound to an action. */
const REFERENCES = /^\$(?:\$|[K@][0-9a-f]{1,4}$|undefined$)/;

/** Far deeper than what our pages send: the state of a form, and the form. */
const DEPTH_MAX = 50;

/**
 * Whether what a browser posts to a page is in the form in which React sends it, with scripts or without. The framework answers
 * anything else with a plain 500. Reads a copy: the body stays for whom it is meant. Takes time in proportion to the body, whose size
 * is limited before (`server/http/whole-body.ts`), since nobody need be signed in to send one.
 */
export async function isReadableForm(request: Request): Promise<boolean> {
  const isAction = request.headers.has("next-action");
  const isMultipart = (request.headers.get("content-type") ?? "").startsWith("multipart/form-data");
  try {
    if (isMultipart) {
      const form = await request.clone().formData();
      return isAction ? isArguments(form.get("0")) : areActionFields(form);
    }
    return isAction && isArguments(await request.clone().text());
  } catch {
    return false;
  }
}

function isArguments(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const parsed = parseShallow(value);
  return Array.isArray(parsed) && isPlain(parsed);
}

/** Throws for JSON that is nested deeply: parsing it takes out of all proportion, and walking it overflows the stack, here and in React. */
function parseShallow(text: string): unknown {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) at += sign === "\\" ? 1 : 0;
    else if (sign === "[" || sign === "{") depth += 1;
    else if (sign === "]" || sign === "}") depth -= 1;
    if (depth > DEPTH_MAX) throw new Error("Nested too deeply");
  }
  return JSON.parse(text);
}

/** Whether every reference in it is of a kind that our own pages send: a form, nothing, or a text that begins with the sign. */
function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !value.startsWith("$") || REFERENCES.test(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}

function areActionFields(form: FormData): boolean {
  let actions = 0;
  for (const [name, value] of form) {
    const [, reference] = REFERENCE.exec(name) ?? [];
    if (reference !== undefined) {
      actions += 1;
      // Once: it looks through all fields.
      if (actions > 1 || !isReference(form.get(`$ACTION_${reference}:0`))) return false;
    }
    if (name.startsWith(DIRECT)) {
      actions += 1;
      if (actions > 1 || !ACTION_ID.test(name.slice(DIRECT.length))) return false;
    }
    if (PART.test(name) && (typeof value !== "string" || !isPlain(parseShallow(value)))) return false;
  }
  return actions === 1;
}

function isReference(value: unknown): boolean {
  const parsed = typeof value === "string" ? parseShallow(value) : null;
  return hasId(parsed) && ACTION_ID.test(parsed.id);
}

function hasId(value: unknown): value is { readonly id: string } {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}
