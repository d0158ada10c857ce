/** A QR code as one path of unit squares. */
export type QrPicture = { readonly size: number; readonly path: string };
