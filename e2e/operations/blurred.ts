import type { Locator, Page } from "@playwright/test";
import { ALL_CANARIES } from "@/testing/worlds/canaries";

export function isBlurred(element: Locator): Promise<boolean> {
  return element.evaluate((found) => {
    for (let one: Element | null = found; one; one = one.parentElement)
      if (getComputedStyle(one).filter.includes("blur")) return true;
    return false;
  });
}

/**
 * Finds a page's blurred canaries, and where one is not blurred: in text, shown or collapsed, in a field, in the page's title, or
 * in an attribute that a browser shows or reads out.
 */
export function personalWords(page: Page): Promise<{ clear: string[]; blurred: string[] }> {
  return page.evaluate((words) => {
    const clear: string[] = [];
    const blurred: string[] = [];
    const initials = "ZW";
    const note = (text: string, isHidden: boolean, place: string) => {
      const held = words.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
      if (isHidden) blurred.push(...held);
      else if (held.length > 0 || text.trim() === initials) clear.push(`${place}: ${text}`);
    };
    const isUnreadable = (element: Element | null) => {
      for (let one = element; one; one = one.parentElement)
        if (getComputedStyle(one).filter.includes("blur")) return true;
      return false;
    };
    note(document.title, false, "document.title");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element && !element.closest("script, style, noscript, template"))
        note(node.textContent ?? "", isUnreadable(element), element.tagName);
    }
    const shown = /^(?:title|alt|label|placeholder|aria-(?!controls|labelledby|describedby|activedescendant|owns).*)$/;
    for (const element of document.body.querySelectorAll("*")) {
      for (const { name, value } of element.attributes)
        if (shown.test(name)) note(value, false, `${element.tagName} ${name}`);
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
      if (isField && !["hidden", "checkbox", "radio"].includes(element.type))
        note(element.value, isUnreadable(element), `${element.tagName} value`);
    }
    return { clear, blurred };
  }, ALL_CANARIES);
}
