const CLEAR_LINE = "\r\u001b[K";

/** Shows progress by overwriting the previous line; only on a terminal. */
export function showProgress(words: string, { done, total }: { readonly done: number; readonly total: number }): void {
  if (!process.stdout.isTTY) return;
  const count = total > 0 ? ` ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : "";
  process.stdout.write(`${CLEAR_LINE}${words}${count} …`);
}

export function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write(CLEAR_LINE);
}
