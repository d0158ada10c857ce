import BetterSqlite3 from "better-sqlite3";

/** Not a class: a server instantiates modules several times, and an error of one is no instance of another's. */
const NAME = "DamagedDatabase";
/** What SQLite says where bytes are not what it wrote. */
const CODES = /^SQLITE_(?:CORRUPT|NOTADB|IOERR_SHORT_READ|IOERR_CORRUPTFS)/;

/** The fault of a database file whose bytes are not what was written, with a sentence that says so. */
export function damagedDatabase(file: string, finding: string, cause?: unknown): Error {
  const fault = new Error(`The database ${file} is damaged: ${finding}`, { cause });
  fault.name = NAME;
  return fault;
}

/** What SQLite found as a fault of the file; null where the file is not to blame. */
export function damageOf(file: string, fault: InstanceType<typeof BetterSqlite3.SqliteError>): Error | null {
  if (fault.code === "SQLITE_NOTADB") {
    return damagedDatabase(file, "it is not a SQLite database, or its beginning was overwritten.", fault);
  }
  // The one sign that the number of the format is none, which has no code of its own.
  const isDamaged = isDamageCode(fault) || fault.message === "unsupported file format";
  return isDamaged ? damagedDatabase(file, `${fault.message}.`, fault) : null;
}

/** Whether a fault, or what caused it, tells of damage. */
export function isDamage(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return fault.name === NAME || isDamageCode(fault) || isDamage(fault.cause);
}

function isDamageCode(fault: Error): boolean {
  return fault instanceof BetterSqlite3.SqliteError && CODES.test(fault.code);
}
