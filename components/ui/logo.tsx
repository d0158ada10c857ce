/** The name, after two links of a chain that are about to meet. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5 text-[0.9375rem] font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <g fill="none" strokeWidth="3.2" strokeLinecap="round" className="stroke-on-accent">
          <path d="M13.6 18.4a5 5 0 0 1 0-7.07l2.12-2.12a5 5 0 0 1 7.07 7.07l-1.06 1.06" />
          <path d="M18.4 13.6a5 5 0 0 1 0 7.07l-2.12 2.12a5 5 0 0 1-7.07-7.07l1.06-1.06" />
        </g>
      </svg>
      Relink
    </span>
  );
}
