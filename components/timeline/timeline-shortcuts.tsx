"use client";

import { useShortcut } from "@/components/keyboard/shortcuts";

const GROUP = "Timeline";

/** Shortcuts that move through the steps of a timeline and open their bodies. Each has a link and a button as well. */
export function TimelineShortcuts({ isBesideList }: { isBesideList: boolean }) {
  // Next to a list these two move through its rows.
  const isEnabled = !isBesideList;
  useShortcut({ key: "j", label: "Next step", group: GROUP, isEnabled }, () => move(1));
  useShortcut({ key: "k", label: "Step before", group: GROUP, isEnabled }, () => move(-1));
  useShortcut({ key: "b", label: "Show or hide the exact body", group: GROUP }, () => {
    const step = focusedStep() ?? document.querySelector("[data-current]") ?? steps()[0];
    const body = step?.querySelector<HTMLDetailsElement>("details[data-body]");
    if (body) body.open = !body.open;
  });
  return null;
}

function steps(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("article[data-step]")].filter((step) => step.offsetParent !== null);
}

function focusedStep(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("article[data-step]") ?? null;
}

function move(by: 1 | -1): void {
  const all = steps();
  const focused = focusedStep();
  const at = focused ? all.indexOf(focused) + by : 0;
  all[at]?.focus();
  all[at]?.scrollIntoView({ block: "nearest" });
}
