// Goes to the standalone folder and reads the .env there, for the server and each command alike: so they find the same database,
// from wherever they are called. What is set already wins.
import process from "node:process";
import { readEnvFile } from "./env-file.mjs";

process.chdir(import.meta.dirname);
readEnvFile(".env");
