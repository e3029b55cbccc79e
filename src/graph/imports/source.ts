/** Sources as the scanner wants them: UTF-8, line feeds, no mark in front. */
import { endOfLine, HASH, isBlank, NEWLINE } from './bytes';

const CARRIAGE_RETURN = 13;
/** PEP 263: in one of the first two lines. */
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/**
 * Leaves most files as they are (no copy). Names in an eight-bit encoding are decoded, so that they are the names that
 * Python sees.
 */
export function readableSource(source: Buffer): Buffer {
  let bytes = source;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    bytes = bytes.subarray(3);
  } else {
    bytes = decoded(bytes);
  }
  return bytes.indexOf(CARRIAGE_RETURN) >= 0 ? withLineFeeds(bytes) : bytes;
}

function decoded(bytes: Buffer): Buffer {
  const encoding = encodingOf(bytes);
  if (encoding === undefined || /^(utf-?8|u8|ascii|us-ascii)/.test(encoding)) {
    return bytes;
  }
  if (/^(latin-?1|l1|iso-?8859-1$|iso8859-1$|8859)/.test(encoding)) {
    return Buffer.from(bytes.toString('latin1'), 'utf8');
  }
  try {
    return Buffer.from(new TextDecoder(encoding).decode(bytes), 'utf8');
  } catch {
    // An encoding that only Python knows: what is ASCII in it can still be read.
    return bytes;
  }
}

function encodingOf(bytes: Buffer): string | undefined {
  let start = 0;
  for (let line = 0; line < 2; line += 1) {
    let first = start;
    while (isBlank(bytes[first])) {
      first += 1;
    }
    // Only a comment can hold it, and only what is blank or a comment can stand above it.
    if (bytes[first] !== HASH && bytes[first] !== NEWLINE) {
      return undefined;
    }
    const stop = endOfLine(bytes, first);
    const found = COOKIE.exec(bytes.toString('latin1', start, Math.min(stop, start + 400)))?.[1];
    if (found) {
      return found.toLowerCase().replaceAll('_', '-');
    }
    start = stop + 1;
  }
  return undefined;
}

/** `\r\n` and `\r` alone end lines too. */
function withLineFeeds(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    if (byte === CARRIAGE_RETURN) {
      out[length++] = NEWLINE;
      i += bytes[i + 1] === NEWLINE ? 1 : 0;
    } else {
      out[length++] = byte;
    }
  }
  return out.subarray(0, length);
}
