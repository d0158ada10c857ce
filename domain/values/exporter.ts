/** Turns rows into the text of a file piece by piece: a header once, then the lines of each slice. */
export type Exporter<Row> = {
  readonly header: string;
  readonly lines: (slice: readonly Row[]) => string;
};
