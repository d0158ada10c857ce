import { redirect } from "next/navigation";
import { clock } from "@/clock";
import { NO_FILTER } from "@/domain/lists/connection-search";
import { connectionsPath, queuePath } from "@/domain/values/query/paths";
import { enter } from "@/server/access/enter";

/** Redirects to the queue, which operators open Relink for; or to the first steps before there is any connection. */
export default async function HomePage(): Promise<never> {
  const { store } = await enter("read");
  const { value } = await store.connections.count(NO_FILTER, clock.now());
  redirect(value > 0 ? queuePath() : connectionsPath());
}
