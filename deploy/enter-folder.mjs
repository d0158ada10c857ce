// Changes to the standalone folder and reads its .env, for the server and every command, so that they find the same database
// wherever they are called from. Variables that are already set take precedence.
import process from "node:process";
import { readEnvFile } from "./env-file.mjs";

process.chdir(import.meta.dirname);
readEnvFile(".env");
