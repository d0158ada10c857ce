import { type Environment, environment } from "@/env";
import { fail } from "./arguments";

/** Returns the settings from the environment. Exits with a sentence that names every problem if they are invalid. */
export function settings(lead = ""): Environment {
  try {
    return environment();
  } catch (problem) {
    return fail(`${lead}${problem instanceof Error ? problem.message : problem}`);
  }
}
