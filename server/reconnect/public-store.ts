import { getStore } from "@/db";
import { faultName } from "@/server/process/faults";
import { log } from "@/server/process/log";
import { forLinkHolders, type PublicStore } from "./for-link-holders";

/** The part of the store that is open to holders of a reconnect link. */
export function publicStore(): PublicStore {
  return forLinkHolders(getStore(), (lost, fault) => log().warn({ lost, fault: faultName(fault) }, "not kept"));
}
