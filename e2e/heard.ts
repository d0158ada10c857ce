import { expect, type Page } from "@playwright/test";

/**
 * Notes all words that the page shows or tells a screen reader from now on, so that those which are gone after a moment can't be
 * missed on a slow machine. The function it returns waits until the words have been there. Ends with the page.
 */
export async function listen(page: Page): Promise<(words: string) => Promise<void>> {
  const heard = await page.evaluateHandle(() => {
    const all = new Set<string>();
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        all.add(element?.getAttribute("aria-label") ?? "").add(element?.textContent ?? "");
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-label"] });
    return all;
  });
  return (words) =>
    expect.poll(() => heard.evaluate((all) => [...all].join("\n")), { message: `“${words}” is said` }).toContain(words);
}
