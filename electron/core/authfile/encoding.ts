import { JsonError, type JsonReason } from './json-scanner.ts';

/** Bytes to text without losing any. @throws JsonError (`not-utf8`, `byte-order-mark`) */
export function decodeText(bytes: Uint8Array): string {
  const reason = foreignEncoding(bytes);
  if (reason !== null) throw new JsonError(reason, 0, '');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // A round trip that is shorter or longer has replaced something.
  const bad = text.indexOf('\ufffd');
  if (bad !== -1 && !Buffer.from(text, 'utf8').equals(bytes)) {
    throw new JsonError('not-utf8', firstReplaced(text, bytes), '');
  }
  return text;
}

function foreignEncoding(bytes: Uint8Array): JsonReason | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'byte-order-mark';
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'not-utf8';
  // UTF-16 without a mark: every JSON text starts with ASCII.
  if ((a === 0 && b !== undefined) || (b === 0 && a !== undefined)) return 'not-utf8';
  return null;
}

/** The first replacement character that the bytes do not spell out. */
function firstReplaced(text: string, bytes: Uint8Array): number {
  let at = text.indexOf('\ufffd');
  while (at !== -1) {
    const before = Buffer.byteLength(text.slice(0, at), 'utf8');
    const spelled =
      bytes[before] === 0xef && bytes[before + 1] === 0xbf && bytes[before + 2] === 0xbd;
    if (!spelled) return at;
    at = text.indexOf('\ufffd', at + 1);
  }
  return 0;
}
