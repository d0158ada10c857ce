import { STORAGE_KINDS, STORAGE_WORDS, type StorageUse } from "@/domain/operations/storage";
import { formatBytes } from "@/domain/values/byte-size";

/** What uses the disk, the largest first, with what is free and the log beside the file. */
export function StorageTable({ use }: { use: StorageUse }) {
  const kinds = STORAGE_KINDS.map((kind) => ({ words: STORAGE_WORDS[kind], bytes: use.bytesByKind[kind] }))
    .sort((a, b) => b.bytes - a.bytes)
    .concat({ words: "Free in the file", bytes: use.freeBytes }, { words: "Write-ahead log", bytes: use.journalBytes });
  const whole = use.fileBytes + use.journalBytes;
  return (
    <table className="w-full text-left">
      <caption className="sr-only">What uses the disk</caption>
      <thead className="text-xs text-ink-faint">
        <tr className="border-b border-line">
          <th scope="col" className="py-1.5 pr-4 font-medium">
            What
          </th>
          <th scope="col" className="py-1.5 text-right font-medium">
            Size
          </th>
          <th scope="col" className="w-16 py-1.5 text-right font-medium">
            Share
          </th>
          <th scope="col" className="hidden w-2/5 py-1.5 pl-4 sm:table-cell">
            <span className="sr-only">Share, drawn</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ words, bytes }) => (
          <tr key={words} className="border-b border-line">
            <th scope="row" className="py-1.5 pr-4 font-normal">
              {words}
            </th>
            <td className="py-1.5 text-right whitespace-nowrap tabular-nums">{formatBytes(bytes)}</td>
            <td className="py-1.5 text-right text-ink-soft tabular-nums">{shareWords(bytes, whole)}</td>
            <td className="hidden py-1.5 pl-4 sm:table-cell">
              <div aria-hidden className="h-2 rounded-full bg-sunken">
                <div
                  className="h-2 rounded-full bg-accent"
                  style={{ width: `${(bytes / Math.max(1, whole)) * 100}%` }}
                />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="py-1.5 pr-4 font-medium">
            Together
          </th>
          <td className="py-1.5 text-right font-medium whitespace-nowrap tabular-nums">{formatBytes(whole)}</td>
          <td />
          <td className="hidden sm:table-cell" />
        </tr>
      </tfoot>
    </table>
  );
}

function shareWords(bytes: number, whole: number): string {
  const percent = (bytes / Math.max(1, whole)) * 100;
  return percent > 0 && percent < 1 ? "< 1%" : `${Math.round(percent)}%`;
}
