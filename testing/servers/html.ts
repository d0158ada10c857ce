import { type HTMLElement, parse } from "node-html-parser";

/** A page's HTML before any script has run. */
export type ReadPage = {
  readonly status: number;
  readonly html: string;
  /** Returns the text of each matching element, with white space folded. */
  readonly texts: (selector: string) => string[];
  /** Returns the text of the only matching element. Throws if there is none, or several. */
  readonly text: (selector?: string) => string;
  /** Returns the URL of the link with this text. Throws if there is none. */
  readonly href: (text: string | RegExp) => string;
  /**
   * Returns what a browser sends when someone fills in these fields and presses the button with this text. Throws if there is no
   * such form.
   */
  readonly form: (button: string, values?: Readonly<Record<string, string>>) => FormData;
};

/** Reads the HTML of a response. */
export async function readPage(response: Response): Promise<ReadPage> {
  const html = await response.text();
  const root = parse(html, { blockTextElements: { pre: true, script: false, style: false } });
  const texts = (selector: string) => root.querySelectorAll(selector).map(textOf);
  const one = (selector: string) => {
    const [element, ...more] = root.querySelectorAll(selector);
    if (element && more.length === 0) return element;
    throw new Error(`${more.length + (element ? 1 : 0)} elements match ${selector}: ${textOf(root).slice(0, 2_000)}`);
  };
  return {
    status: response.status,
    html,
    texts,
    text: (selector = "main") => textOf(one(selector)),
    href: (text) => {
      const links = root.querySelectorAll("a[href]");
      const link = links.find((one) => (typeof text === "string" ? nameOf(one) === text : text.test(nameOf(one))));
      if (!link) throw new Error(`No link ${text} among: ${links.map(nameOf).join(" | ")}`);
      return link.getAttribute("href") ?? "";
    },
    form: (button, values = {}) => {
      const pressed = root.querySelectorAll("form button").find((one) => nameOf(one) === button);
      const form = pressed?.closest("form");
      if (!pressed || !form) throw new Error(`No form has a button “${button}”: ${textOf(root).slice(0, 2_000)}`);
      return dataOf(form, pressed, values);
    },
  };
}

function dataOf(form: HTMLElement, button: HTMLElement, values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  const add = (name: string | undefined, value: string | undefined) => {
    if (name) data.append(name, values[name] ?? value ?? "");
  };
  for (const control of form.querySelectorAll("input, select, textarea")) {
    const { name, type = "text", value } = control.attributes;
    const isTicked = !["checkbox", "radio"].includes(type) || control.hasAttribute("checked");
    if (type === "file" || !isTicked) continue;
    if (control.tagName === "SELECT") add(name, chosenOf(control));
    else add(name, control.tagName === "TEXTAREA" ? control.text : value);
  }
  for (const [name, value] of Object.entries(values)) if (!data.has(name)) data.append(name, value);
  add(button.attributes.name, button.attributes.value);
  return data;
}

function chosenOf(select: HTMLElement): string | undefined {
  const option = select.querySelector("option[selected]") ?? select.querySelector("option");
  return option?.getAttribute("value") ?? option?.text;
}

function textOf(element: HTMLElement): string {
  return element.text.replace(/\s+/g, " ").trim();
}

/** Returns the accessible name. */
function nameOf(element: HTMLElement): string {
  return element.getAttribute("aria-label") ?? textOf(element);
}
