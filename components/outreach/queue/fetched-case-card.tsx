"use client";

import { fetchedWhenShown } from "@/components/ui/fetched-when-shown";

/** The card, for beside a list: the list's first scripts go without it. */
export const FetchedCaseCard = fetchedWhenShown(async () => (await import("./case-card")).CaseCard);
