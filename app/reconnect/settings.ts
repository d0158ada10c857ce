import { getStore } from "@/db";

/** How users know the team; empty where nobody has said. */
export async function teamName(): Promise<string> {
  return (await getStore().settings.read()).teamName;
}
