"use client";

import { lazyComponent } from "@/components/ui/lazy/lazy-component";

/** A case card for the side panel, loaded on demand to keep the list's initial scripts small. */
export const LazyCaseCard = lazyComponent(async () => (await import("./case-card")).CaseCard);
