import BetterSqlite3 from "better-sqlite3";

/** Not a class: a server instantiates modules several times, so `instanceof` would fail. */
const NAME = "DamagedDatabase";
/** SQLite's codes for bytes that are not what it wrote. */
const CODES = /^SQLITE_(?:CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS)/;

/** Returns the fault of a damaged database file, with a sentence for the admin. */
export function damagedDatabase(file: string, finding: string, cause?: unknown): Error {
  const fault = new Error(`The database ${file} is damaged: ${finding}`, { cause });
  fault.name = NAME;
  return fault;
}

/** Converts SQLite's error to a fault of the file; null if the file is not to blame. */
export function damageOf(file: string, fault: InstanceType<typeof BetterSqlite3.SqliteError>): Error | null {
  if (fault.code === "SQLITE_NOTADB") {
    return damagedDatabase(file, "it is not a SQLite database, or its beginning was overwritten.", fault);
  }
  // An invalid format number has no code of its own, only this message.
  const isDamaged = isDamageCode(fault) || fault.message === "unsupported file format";
  return isDamaged ? damagedDatabase(file, `${fault.message}.`, fault) : null;
}

/** Returns true if a fault, or its cause, means damage. */
export function isDamage(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return fault.name === NAME || isDamageCode(fault) || isDamage(fault.cause);
}

function isDamageCode(fault: Error): boolean {
  return fault instanceof BetterSqlite3.SqliteError && CODES.test(fault.code);
}
