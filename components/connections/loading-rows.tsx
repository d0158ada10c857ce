const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** The outline of a table, shown only when the real one takes longer than a blink. */
export function LoadingRows() {
  return (
    <div data-testid="loading" className="absolute inset-0 z-20 animate-appear overflow-hidden bg-surface">
      <div aria-hidden className="h-0.5 overflow-hidden bg-line">
        <div className="h-full w-1/4 animate-sweep bg-accent" />
      </div>
      {ROWS.map((row) => (
        <div key={row} aria-hidden className="flex h-[3.8125rem] items-center gap-3 border-b border-line px-4">
          <span className="size-8 rounded-full bg-gone-soft" />
          <span className="flex w-1/3 flex-col gap-1.5">
            <span className="h-3 w-2/3 rounded bg-gone-soft" />
            <span className="h-2.5 w-1/3 rounded bg-gone-soft" />
          </span>
          <span className="h-5 w-24 rounded-full bg-gone-soft" />
          <span className="ml-auto h-3 w-20 rounded bg-gone-soft" />
        </div>
      ))}
    </div>
  );
}
