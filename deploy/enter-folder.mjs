// Goes to the standalone folder and reads the .env there, for the server and each command alike: so they find the same database,
// from wherever they are called. What is set already wins.
import { existsSync } from "node:fs";
import process from "node:process";

process.chdir(import.meta.dirname);
if (existsSync(".env")) process.loadEnvFile(".env");
