import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, ElementContext, RunOptions } from "axe-core";
import { expect } from "./relink";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Axe = { readonly run: (context: ElementContext, options: RunOptions) => Promise<AxeResults> };

/** The rules to check: those of WCAG 2.2 AA, the subset that depends on colours or on the width, or `best-practice` as well. */
type Rules = "wcag" | "colors" | "layout" | "all";

const RUN_ONLY: Readonly<Record<Rules, Pick<RunOptions, "runOnly">>> = {
  wcag: { runOnly: { type: "tag", values: WCAG } },
  colors: { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } },
  layout: { runOnly: { type: "rule", values: ["target-size", "scrollable-region-focusable", "color-contrast"] } },
  all: {},
};

/** Expects axe to find no problem in what matches a selector. Skips computing passes, which nobody reads. */
export async function expectAccessible(page: Page, within = "html", rules: Rules = "wcag"): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const options: RunOptions = { resultTypes: ["violations"], preload: false, ...RUN_ONLY[rules] };
  const violations = await page.evaluate(
    async ([selector, chosen]) => {
      // Safe: the script above defines it.
      const { axe } = window as unknown as { readonly axe: Axe };
      const results = await axe.run(selector, chosen);
      return results.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
    },
    [within, options] as const,
  );
  expect(violations).toEqual([]);
}

/** Switches the colour scheme and finishes its transitions; otherwise axe would see colours in between. */
export async function setColorScheme(page: Page, colorScheme: "dark" | "light"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() => {
    const transitions = () => document.getAnimations().filter((one) => one instanceof CSSTransition);
    // Elements that inherit a colour start their own transition when their parent's ends.
    for (let all = transitions(); all.length > 0; all = transitions()) for (const one of all) one.finish();
  });
}
