import { encode } from "uqr";
import type { QrPicture } from "@/domain/access/qr-picture";

/** A text as a QR code, drawn as one path. */
export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { border: 1 });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}
