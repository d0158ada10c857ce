const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** The outline of the rows, shown only if they take a moment to load. */
export function LoadingRows() {
  return (
    <div data-testid="loading" className="absolute inset-0 z-20 animate-appear overflow-hidden bg-surface">
      <div aria-hidden className="h-0.5 overflow-hidden bg-line">
        <div className="h-full w-1/4 animate-sweep bg-accent" />
      </div>
      <div aria-hidden className="hidden h-9 border-b border-line wide:block" />
      {ROWS.map((row) => (
        <div
          key={row}
          aria-hidden
          className="flex h-40 items-start gap-3 border-b border-line p-4 wide:h-15.5 wide:items-center wide:px-6 wide:py-0"
        >
          <span className="size-4 rounded bg-gone-soft" />
          <span className="flex flex-1 flex-col gap-3 wide:flex-row wide:items-center">
            <span className="h-6 w-20 rounded-full bg-gone-soft wide:mr-11" />
            <span className="flex flex-1 items-center gap-3">
              <span className="size-8 rounded-full bg-gone-soft" />
              <span className="grid flex-1 gap-1.5">
                <span className="h-3 w-32 rounded bg-gone-soft" />
                <span className="h-2.5 w-24 rounded bg-gone-soft" />
              </span>
            </span>
            <span className="h-3 w-24 rounded bg-gone-soft wide:mr-24" />
            <span className="hidden h-3 w-16 rounded bg-gone-soft wide:mr-14 wide:block" />
            <span className="hidden h-3 w-14 rounded bg-gone-soft wide:mr-14 wide:block" />
          </span>
        </div>
      ))}
    </div>
  );
}
