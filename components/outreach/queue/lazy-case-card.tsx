"use client";

import { lazyComponent } from "@/components/ui/lazy-component";

/** The card, for beside a list: the list's first scripts go without it. */
export const LazyCaseCard = lazyComponent(async () => (await import("./case-card")).CaseCard);
