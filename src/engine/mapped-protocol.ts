/** The line protocol of mapped workers (types.ts, `Mapped`), as bytes. Pure. */

export interface Answer {
  readonly id: number;
  readonly ok: boolean;
  readonly body: Buffer;
}

export interface AnswerReader {
  /** @throws Error saying what is wrong when the worker does not keep to the protocol */
  push(chunk: Buffer): readonly (Answer | 'ready')[];
}

/** First line of a request; the content follows. */
export function requestHeader(id: number, bytes: number, display: string): string {
  return `${id} ${bytes} ${JSON.stringify(display)}\n`;
}

const LONGEST_HEADER = 256;
const LARGEST_BODY = 1024 ** 3;

interface Header {
  readonly id: number;
  readonly ok: boolean;
  readonly bytes: number;
}

export function readAnswers(): AnswerReader {
  let chunks: Buffer[] = [];
  let size = 0;
  let ready = false;
  let header: Header | undefined;
  const take = (all: Buffer, from: number): void => {
    const rest = all.subarray(from);
    chunks = rest.length > 0 ? [rest] : [];
    size = rest.length;
  };
  /** Most answers come in one chunk: joining would copy it. */
  const joined = (): Buffer => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  /** One message, or undefined while it is not whole. Joins the chunks only when a message may be whole. */
  const next = (): Answer | 'ready' | undefined => {
    if (!header) {
      const all = joined();
      const end = all.indexOf(10);
      if (end < 0) {
        refuseLongHeader(all);
        take(all, 0);
        return undefined;
      }
      const line = all.toString('latin1', 0, end);
      take(all, end + 1);
      if (!ready && line === 'ready') {
        ready = true;
        return 'ready';
      }
      header = parseHeader(line, ready);
    }
    if (size < header.bytes) {
      return undefined;
    }
    const { id, ok, bytes } = header;
    const all = joined();
    take(all, bytes);
    header = undefined;
    return { id, ok, body: all.subarray(0, bytes) };
  };
  return {
    push(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      const messages: (Answer | 'ready')[] = [];
      for (let message = next(); message; message = size > 0 || header ? next() : undefined) {
        messages.push(message);
      }
      return messages;
    },
  };
}

function refuseLongHeader(all: Buffer): void {
  if (all.length > LONGEST_HEADER) {
    throw nonsense(all.toString('latin1', 0, 80));
  }
}

function parseHeader(line: string, ready: boolean): Header {
  const match = ready ? /^(ok|err) (\d{1,9}) (\d{1,10})$/.exec(line) : null;
  const bytes = Number(match?.[3]);
  if (!match || bytes > LARGEST_BODY) {
    throw nonsense(line);
  }
  return { ok: match[1] === 'ok', id: Number(match[2]), bytes };
}

function nonsense(line: string): Error {
  return new Error(`it answered ${JSON.stringify(line.slice(0, 80))}`);
}
