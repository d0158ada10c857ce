import { valuesOf } from "@/domain/intake/body-values";
import { normaliseText } from "@/domain/lists/search-text";
import { decodeUtf8, parseJson } from "@/domain/values/body-fields";

/** The verdict on whether a body mentions a person. `undecided` needs a person to look at it. */
export type Mention = "yes" | "no" | "undecided";

export type KnownAs = {
  /** Ids that belong to this person alone. */
  readonly ids: readonly string[];
  /** Usernames and names, which may also be ordinary words. */
  readonly names: readonly string[];
};

/** Each layer of escaping that is removed gives another form of the same text. Deeper nesting than this is left undecided. */
const FORMS_MAX = 24;
const DEPTH_MAX = 8;
/** Shorter ids, and names, are part of too many texts to be certain, unless they are a whole value. */
const SURE_LENGTH_MIN = 4;
const WORD_LENGTH_MIN = 3;
/** Only this much of a longer id is searched for where it may be cut off. */
const CUT_LENGTH_MAX = 300;

const ESCAPES =
  /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^ux]))|((?:%[0-9a-f]{2})+)|&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi;
const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const BASE64 = /[A-Za-z0-9+/_-]{6,}/g;
const HALF_ESCAPE = /(?:\\(?:u[0-9a-f]{0,3})?|%[0-9a-f]?)$/i;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;
const INTEGER = /^-?\d{1,16}$/;
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const JOINT = /[.-]/;
const QUOTE = /["']/;
const JOINED_WORDS = /[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*/gu;
/** For example e-mail addresses, and ids with a colon or a slash. */
const COMPOUND_WORDS = /[\p{L}\p{M}\p{N}_]+(?:[^\s"'<>&=,;?#(){}[\]\p{L}\p{M}\p{N}_]+[\p{L}\p{M}\p{N}_]+)*/gu;

/**
 * Decides whether a body mentions a person, however it writes their ids: escaped, as a number, nested in strings, cut off, or
 * outside of JSON. Takes linear time in the body's length.
 */
export function mentionIn(body: Uint8Array, { ids, names }: KnownAs): Mention {
  const { forms, isDecidable } = formsOf(body);
  const known = [
    ...ids.map((word) => ({ word: word.normalize("NFC"), isId: true })),
    ...names.map((word) => ({ word: word.normalize("NFC"), isId: false })),
  ].filter(({ word }) => word !== "");
  const isIn = forms.map((form) => strongest(known, (one) => look(form, one.word, one.isId)));
  if (isIn.includes("yes") || forms.some((form) => holdsNumber(form, ids))) return "yes";
  if (isIn.includes("undecided") || !isDecidable) return "undecided";
  const isCut = forms[0] !== undefined && parseJson(forms[0]) === undefined;
  if (isCut && forms.some((form) => ids.some((id) => holdsPart(form, id.normalize("NFC"))))) return "undecided";
  const folded = known.map(({ word, isId }) => ({ word: normaliseText(word), isId }));
  const isAlike = forms.some((form) => {
    const text = normaliseText(form);
    return folded.some(({ word, isId }) => word !== "" && look(text, word, isId) !== "no");
  });
  return isAlike ? "undecided" : "no";
}

/**
 * Lists what a body may mention as a person's id, to compare with digests of ids. Finds whole values, and ids that are words or
 * compounds of words, as far as `mentionIn` is certain of them.
 */
export function possibleIdsIn(body: Uint8Array): ReadonlySet<string> {
  const found = new Set(valuesOf(body));
  for (const form of formsOf(body).forms) {
    for (const value of form.split(QUOTE)) found.add(value);
    for (const word of [...(form.match(JOINED_WORDS) ?? []), ...(form.match(COMPOUND_WORDS) ?? [])]) {
      if (word.length >= SURE_LENGTH_MIN) found.add(word);
    }
    for (const number of form.match(NUMBER) ?? []) found.add(String(Number(number)));
  }
  return found;
}

function strongest<T>(many: readonly T[], judge: (one: T) => Mention): Mention {
  let found: Mention = "no";
  for (const one of many) {
    const verdict = judge(one);
    if (verdict === "yes") return verdict;
    if (verdict === "undecided") found = verdict;
  }
  return found;
}

/** Returns the texts that a body can be read as, each with fewer escapes. */
function formsOf(body: Uint8Array): { readonly forms: readonly string[]; readonly isDecidable: boolean } {
  const utf8 = decodeUtf8(body);
  const latin1 = utf8 === null ? Buffer.from(body).toString("latin1") : null;
  const wide = body.includes(0) || utf8 === null ? [decodeAs("utf-16le", body), decodeAs("utf-16be", body)] : [];
  const queue = [utf8, latin1, ...wide].flatMap((text) => (text === null ? [] : [{ text, depth: 0 }]));
  const forms = new Set<string>();
  let isDecidable = latin1 === null || parseJson(latin1) !== undefined;
  for (const { text, depth } of queue) {
    if (forms.has(text)) continue;
    if (forms.size >= FORMS_MAX || depth > DEPTH_MAX) {
      isDecidable = false;
      break;
    }
    forms.add(text);
    for (const next of [unescaped(text), decodedBase64(text)]) {
      if (next !== "" && next !== text) queue.push({ text: next, depth: depth + 1 });
    }
  }
  const texts = [...forms].map((text) => text.normalize("NFC"));
  return {
    forms: texts.flatMap((text) => (text.includes("+") ? [text, text.replaceAll("+", " ")] : [text])),
    isDecidable,
  };
}

function decodeAs(encoding: "utf-16le" | "utf-16be", body: Uint8Array): string {
  return new TextDecoder(encoding).decode(body);
}

function unescaped(text: string): string {
  return text.replace(ESCAPES, (whole, wide, hex, byte, plain, bytes, entityHex, entityNumber, entity) => {
    if (plain !== undefined) return CONTROLS[plain] ?? plain;
    if (bytes !== undefined) return decodeBytes(Buffer.from(bytes.replaceAll("%", ""), "hex"));
    if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? whole;
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const code = entityNumber === undefined ? Number.parseInt(wide ?? byte ?? entityHex, 16) : Number(entityNumber);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

function decodeBytes(bytes: Buffer): string {
  return decodeUtf8(bytes) ?? bytes.toString("latin1");
}

/** Decodes everything that is Base64 of a text, one per line. */
function decodedBase64(text: string): string {
  const found = text.match(BASE64) ?? [];
  return found
    .flatMap((one) => decodeUtf8(Buffer.from(one, "base64")) ?? [])
    .filter((one) => !/[^\P{Cc}\t\r\n]/u.test(one))
    .join("\n");
}

/** Judges each occurrence of a word by its surroundings. */
function look(text: string, word: string, isId: boolean): Mention {
  const isWord = WORD.test(word);
  let found: Mention = "no";
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const [before, after] = [text[at - 1], text[end]];
    const isValue = isQuoteOrEnd(before) && isQuoteOrEnd(after) && (before === undefined) === (after === undefined);
    const isOneWord = !/\s/u.test(word);
    if (isValue && (isId || isOneWord)) return "yes";
    if (isValue) found = "undecided";
    if (!isWord || isPartOfWord(before) || isPartOfWord(after)) continue;
    const isJoined = (joins(before) && isPartOfWord(text[at - 2])) || (joins(after) && isPartOfWord(text[end + 1]));
    if (isJoined && INTEGER.test(word)) continue;
    if (isId && !isJoined && word.length >= SURE_LENGTH_MIN) return "yes";
    if (isId || word.length >= WORD_LENGTH_MIN) found = "undecided";
  }
  return found;
}

function isQuoteOrEnd(letter: string | undefined): boolean {
  return letter === undefined || QUOTE.test(letter);
}

function isPartOfWord(letter: string | undefined): boolean {
  return letter !== undefined && WORD.test(letter);
}

function joins(letter: string | undefined): boolean {
  return letter !== undefined && JOINT.test(letter);
}

/** JSON writes the same number in several ways, such as 456.0 and 4.56e2. */
function holdsNumber(text: string, ids: readonly string[]): boolean {
  const numbers = new Set(ids.filter((id) => INTEGER.test(id) && id.length >= SURE_LENGTH_MIN).map(Number));
  if (numbers.size === 0) return false;
  return (text.match(NUMBER) ?? []).some((one) => /[.e]/i.test(one) && numbers.has(Number(one)));
}

/** Returns true if a text ends with the beginning of an id, or begins with its end. */
function holdsPart(text: string, id: string): boolean {
  const cut = text.replace(HALF_ESCAPE, "");
  for (let length = WORD_LENGTH_MIN; length < Math.min(id.length, CUT_LENGTH_MAX); length++) {
    const isAtEnd = cut.endsWith(id.slice(0, length)) && !isPartOfWord(cut[cut.length - length - 1]);
    if (isAtEnd || (text.startsWith(id.slice(-length)) && !isPartOfWord(text[length]))) return true;
  }
  return false;
}
