import { ColumnHeader, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { STORAGE_KINDS, STORAGE_WORDS, type StorageUse } from "@/domain/operations/storage";
import { formatBytes } from "@/domain/values/byte-size";

/** Lists what uses the disk, largest first, then the free space and the write-ahead log. */
export function StorageTable({ use }: { use: StorageUse }) {
  const kinds = STORAGE_KINDS.map((kind) => ({ words: STORAGE_WORDS[kind], bytes: use.bytesByKind[kind] }))
    .sort((a, b) => b.bytes - a.bytes)
    .concat({ words: "Free in the file", bytes: use.freeBytes }, { words: "Write-ahead log", bytes: use.journalBytes });
  const whole = use.fileBytes + use.journalBytes;
  return (
    <Table>
      <caption className="sr-only">What uses the disk</caption>
      <TableHead>
        <TableRow>
          <ColumnHeader className="pr-4">What</ColumnHeader>
          <ColumnHeader className="text-right">Size</ColumnHeader>
          <ColumnHeader className="w-16 text-right">Share</ColumnHeader>
          <th scope="col" className="hidden w-2/5 py-1.5 pl-4 sm:table-cell">
            <span className="sr-only">Share, drawn</span>
          </th>
        </TableRow>
      </TableHead>
      <tbody>
        {kinds.map(({ words, bytes }) => (
          <TableRow key={words}>
            <th scope="row" className="py-1.5 pr-4 font-normal">
              {words}
            </th>
            <TableCell className="text-right whitespace-nowrap tabular-nums">{formatBytes(bytes)}</TableCell>
            <TableCell className="text-right text-ink-soft tabular-nums">{shareWords(bytes, whole)}</TableCell>
            <td className="hidden py-1.5 pl-4 sm:table-cell">
              <div aria-hidden className="h-2 rounded-full bg-sunken">
                <div
                  className="h-2 rounded-full bg-accent"
                  style={{ width: `${(bytes / Math.max(1, whole)) * 100}%` }}
                />
              </div>
            </td>
          </TableRow>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="py-1.5 pr-4 font-medium">
            Together
          </th>
          <TableCell className="text-right font-medium whitespace-nowrap tabular-nums">{formatBytes(whole)}</TableCell>
          <td />
          <td className="hidden sm:table-cell" />
        </tr>
      </tfoot>
    </Table>
  );
}

function shareWords(bytes: number, whole: number): string {
  const percent = (bytes / Math.max(1, whole)) * 100;
  return percent > 0 && percent < 1 ? "< 1%" : `${Math.round(percent)}%`;
}
