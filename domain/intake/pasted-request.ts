/** Parses headers as people copy them: "name: value" lines, with or without curl's -H and quotes. Skips whatever isn't a header. */
export function parsePastedHeaders(text: string): Headers {
  const headers = new Headers();
  for (const line of text.split(/\r?\n/)) {
    const plain = line
      .trim()
      .replace(/\\$/, "")
      .trim()
      .replace(/^(?:-H|--header)\s+/, "")
      .replace(/^"([^"]+)"\s*:\s*"([^"]*)",?$/, "$1: $2")
      .replace(/^(["'])(.*)\1$/, "$2");
    const [, name, value] = /^([A-Za-z0-9-]+)\s*:(.*)$/.exec(plain) ?? [];
    if (name !== undefined && value !== undefined) setHeader(headers, name, value.trim());
  }
  return headers;
}

export type SecretFlaw = "blanks" | "quotes" | "name" | "api_key";

/** Parses a secret as people copy it, and reports what was copied along with it. */
export function parsePastedSecret(text: string): { readonly secret: string; readonly flaws: readonly SecretFlaw[] } {
  const flaws = new Set<SecretFlaw>();
  let secret = text;
  const become = (flaw: SecretFlaw, rest: string) => {
    if (rest !== secret) flaws.add(flaw);
    secret = rest;
  };
  become("blanks", secret.trim());
  become("name", secret.replace(/^(?:export\s+)?[A-Z_]+=/, ""));
  become("quotes", secret.replace(/^["'`]|["'`]$/g, ""));
  become("blanks", secret.replace(/\s+/g, ""));
  if (/^sk_(?:live|sandbox)_/.test(secret)) flaws.add("api_key");
  return { secret, flaws: [...flaws] };
}

/** Ignores a value that no header may have. */
function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    headers.delete(name);
  }
}
