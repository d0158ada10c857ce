import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { environment } from "@/env";
import { randomness } from "@/randomness";

/** AES-256-GCM: nobody reads it, nor changes it unnoticed, without the key. */
const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a text with the deployment's key, so that anyone who gets hold of the database alone learns nothing. */
export function seal(text: string): string {
  const nonce = randomness.bytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key(), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Throws where it was sealed with another key, or changed. */
export function openSealed(sealed: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return text.toString("utf8");
}

/** A key for one purpose, that tells nothing of the deployment's own nor of any other purpose's. */
export function keyFor(purpose: string): Buffer {
  return createHmac("sha256", key()).update(purpose).digest();
}

/** Beside the database, readable by this program alone; made when it is first needed. Throws where it is not whole. */
function key(): Buffer {
  const file = path.join(environment().dataDir, "secret.key");
  if (!existsSync(file)) makeKey(file);
  const bytes = Buffer.from(readFileSync(file, "utf8").trim(), "base64url");
  if (bytes.length === KEY_BYTES) return bytes;
  throw new Error(`${file} is not whole. Restore it from a backup, or remove it and have second steps set up again.`);
}

/** Under another name first: a full disk or a crash must not leave the beginning of a key, which anybody could guess. */
function makeKey(file: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, randomness.bytes(KEY_BYTES).toString("base64url"), { mode: 0o600, flush: true });
  renameSync(draft, file);
}
