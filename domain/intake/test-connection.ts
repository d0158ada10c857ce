/** Ids of connections that only test the path to Relink. No account is behind them. */
const PREFIX = "conn_relink_test_";

/** The user of test connections. */
export const TEST_USER = "relink_test";

/** The header that marks a test, whatever its connection. */
export const TEST_HEADER = "relink-test";

export function isTestConnection(connectionId: string): boolean {
  return connectionId.startsWith(PREFIX);
}

/** Returns the id of a new test connection; the suffix makes it unique. */
export function testConnectionId(suffix: string): string {
  return `${PREFIX}${suffix}`;
}

/** The range of test connections' ids: from the first value, up to but excluding the second. */
export const TEST_CONNECTION_RANGE = [PREFIX, "conn_relink_test`"] as const;
