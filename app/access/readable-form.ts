/** What names an action of ours in a request. */
const ACTION_ID = /^[0-9a-f]{42}$/;
/** The fields in which a page without scripts names its action: `$ACTION_REF_1`, then `$ACTION_1:0` and further. */
const REFERENCE = /^\$ACTION_REF_(\d{1,6})$/;
const PART = /^\$ACTION_\d{1,6}:\d{1,6}$/;
const DIRECT = "$ACTION_ID_";

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
  return typeof value === "string" && Array.isArray(JSON.parse(value));
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
    if (PART.test(name) && (typeof value !== "string" || JSON.parse(value) === undefined)) return false;
  }
  return actions === 1;
}

function isReference(value: unknown): boolean {
  const parsed = typeof value === "string" ? JSON.parse(value) : null;
  return typeof parsed?.id === "string" && ACTION_ID.test(parsed.id);
}
