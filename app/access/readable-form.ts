/** What names an action of ours in a request. */
const ACTION_ID = /^[0-9a-f]{42}$/;
/** The fields in which a page without scripts names its action: `$ACTION_REF_1`, then `$ACTION_1:0` and further. */
const REFERENCE = /^\$ACTION_REF_(\d{1,6})$/;
const PART = /^\$ACTION_\d{1,6}:\d{1,6}$/;
const DIRECT = "$ACTION_ID_";
/** In React's own notation: `$$` is a dollar sign, `$K1` a form, `$@1` what is bound to an action. */
const REFERENCES = /^\$(?:\$|[K@][0-9a-f]{1,4}$|undefined$)/;

/**
 * Whether what a browser posts to a page is in the form in which React sends it, with scripts or without. The framework answers
 * anything else with a plain 500. Reads a copy: the body stays for whom it is meant.
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
  const parsed: unknown = JSON.parse(value);
  return Array.isArray(parsed) && isPlain(parsed);
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
      if (!isReference(form.get(`$ACTION_${reference}:0`))) return false;
    }
    if (name.startsWith(DIRECT)) {
      actions += 1;
      if (!ACTION_ID.test(name.slice(DIRECT.length))) return false;
    }
    if (PART.test(name) && (typeof value !== "string" || !isPlain(JSON.parse(value)))) return false;
  }
  return actions === 1;
}

function isReference(value: unknown): boolean {
  const parsed = typeof value === "string" ? JSON.parse(value) : null;
  return typeof parsed?.id === "string" && ACTION_ID.test(parsed.id);
}
