import { redirect } from "next/navigation";
import { clock } from "@/clock";
import { NO_FILTER } from "@/domain/lists/connection-search";
import { enter } from "@/server/access/enter";

/** What operators open Relink for; and before there is anything, how to begin. */
export default async function HomePage(): Promise<never> {
  const { store } = await enter("read");
  const { value } = await store.connections.count(NO_FILTER, clock.now());
  redirect(value > 0 ? "/outreach" : "/connections");
}
