import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environment } from "@/env";
import { randomness } from "@/randomness";

/** Authenticated: without the key, nobody can read it or change it unnoticed. */
const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a text with the deployment's key, so the database alone reveals nothing. */
export function seal(text: string): string {
  const nonce = randomness.bytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key(), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Decrypts a sealed text. Throws if it was sealed with another key, or changed. */
export function openSealed(sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return text.toString("utf8");
}

/** Derives a key for one purpose. It reveals nothing about the deployment's key or the keys for other purposes. */
export function keyFor(purpose: string): Buffer {
  return createHmac("sha256", key()).update(purpose).digest();
}

/**
 * Reads the key, which is next to the database and readable by this program's user only; creates it on first use. Throws if it is
 * incomplete.
 */
function key(): Buffer {
  const file = path.join(environment().dataDir, "secret.key");
  if (!existsSync(file)) makeKey(file);
  const bytes = Buffer.from(readFileSync(file, "utf8").trim(), "base64url");
  if (bytes.length === KEY_BYTES) return bytes;
  throw new Error(`${file} is not whole. Restore it from a backup, or remove it and have second steps set up again.`);
}

/** Writes the key under another name first: a full disk or a crash must not leave a partial key, which anybody could guess. */
function makeKey(file: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, randomness.bytes(KEY_BYTES).toString("base64url"), { mode: 0o600, flush: true });
  renameSync(draft, file);
}
