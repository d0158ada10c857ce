/** Connections that only test the way here: no account of anybody's is behind them. */
const PREFIX = "conn_relink_test_";

/** The user that they are said to belong to. */
export const TEST_USER = "relink_test";

/** The header by which a test, of whatever connection, is told from what OFAuth sends. */
export const TEST_HEADER = "relink-test";

export function isTestConnection(connectionId: string): boolean {
  return connectionId.startsWith(PREFIX);
}

/** The id of a new one; the suffix tells it from others. */
export function testConnectionId(suffix: string): string {
  return `${PREFIX}${suffix}`;
}

/** Ids from the first to before the second are those of test connections. */
export const TEST_CONNECTION_RANGE = [PREFIX, "conn_relink_test`"] as const;
