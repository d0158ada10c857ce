import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { parseEnv } from "node:util";

/** Reads an env file into the environment, if there is one. Existing variables win. Skips a byte order mark. */
export function readEnvFile(file) {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  // PowerShell's ">" writes UTF-16.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const variables = parseEnv(new TextDecoder(encoding).decode(bytes));
  for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
}
