import { expect, type Page } from "@playwright/test";

/**
 * Records all words that the page shows or announces to a screen reader, so that short-lived ones aren't missed on a slow
 * machine. The returned function waits until the words have appeared. Ends with the page.
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
