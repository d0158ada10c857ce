import { type Environment, environment } from "@/env";
import { fail } from "./arguments";

/** Returns what the environment decides; ends the program with a sentence that names every problem if it is wrong. */
export function settings(lead = ""): Environment {
  try {
    return environment();
  } catch (problem) {
    return fail(`${lead}${problem instanceof Error ? problem.message : problem}`);
  }
}
