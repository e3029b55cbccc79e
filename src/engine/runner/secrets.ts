/** Keeps the secrets of fetch actions out of logs and error texts. */

const SECRET_NAME = /pass(word|wd|phrase)?|token|secret|credential|api_?key|private_?key|auth|cookie/i;
/** `user:password@` or `token@` of a URL. */
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/@'"]+)@/gi;

export const MASK = '***';

/** Texts that must never be shown: values of secret-looking variables and the credentials in any URL, in every spelling. */
export function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value]) => [
    ...(SECRET_NAME.test(name) && !isPath(value) ? [value] : []),
    ...[...value.matchAll(URL_CREDENTIALS)].flatMap((m) => credentialsOf(m[2] as string)),
  ]);
  // A secret of several lines is found line by line, because streams are.
  const lines = found.flatMap((text) => text.split(/\r?\n/));
  const spellings = lines.flatMap((text) => [text, encodeURIComponent(text), decoded(text)]);
  // Longest first, so that a secret that contains another is masked whole. One or two letters would mask everything.
  return [...new Set(spellings)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
}

/** Replaces every secret, and whatever looks like credentials in a URL. */
export function maskText(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    masked = masked.replaceAll(secret, MASK);
  }
  return masked.replace(URL_CREDENTIALS, `$1${MASK}@`);
}

/** In `user:password` the password is secret; a lone user name in a URL is a token more often than a name. */
function credentialsOf(text: string): string[] {
  const colon = text.indexOf(':');
  return [text, ...(colon < 0 ? [] : [text.slice(colon + 1)])];
}

/** `NETRC`-like variables name a file; its path is no secret. */
function isPath(value: string): boolean {
  return /^(\/|[A-Za-z]:\\)/.test(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded: the text itself is the only spelling.
    return text;
  }
}

/** Longest line that is masked as one; a longer one is cut with an overlap that no secret outgrows. */
const LONGEST_LINE = 64 * 1024;

export interface MaskedStream {
  /** Gives back what can be shown so far: whole lines. */
  push(chunk: Buffer): string;
  end(): string;
}

/** Masks a stream line by line, so that a secret cut in two by chunks is still found. */
export function maskStream(secrets: readonly string[]): MaskedStream {
  const decoder = new TextDecoder();
  const overlap = Math.max(256, ...secrets.map((secret) => secret.length));
  let rest = '';
  const take = (end: number): string => {
    const text = maskText(rest.slice(0, end), secrets);
    rest = rest.slice(end);
    return text;
  };
  return {
    push(chunk) {
      rest += decoder.decode(chunk, { stream: true });
      const line = rest.lastIndexOf('\n') + 1;
      if (line > 0) {
        return take(line);
      }
      if (rest.length <= LONGEST_LINE) {
        return '';
      }
      // Masking first keeps a secret that crosses the cut whole.
      rest = maskText(rest, secrets);
      return take(Math.max(0, rest.length - overlap));
    },
    end() {
      rest += decoder.decode();
      return take(rest.length);
    },
  };
}
