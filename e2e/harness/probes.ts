/** The packages of the local index, each with one thing wrong, and the lock entries that want them. */
import { createHash } from 'node:crypto';
import { zip } from './zip';

export interface ProbeFile {
  readonly filename: string;
  /** What the index hands out; the lock may want something else. */
  readonly served: Buffer;
  /** sha256 in the lock. */
  readonly locked: string;
  readonly size: number;
}

export interface Probe {
  readonly name: string;
  readonly version: string;
  readonly files: readonly ProbeFile[];
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Further files of a wheel, by path. */
export type WheelFiles = Readonly<Record<string, string>>;

function wheel(name: string, tag: string, answer: string, version = '1.0', more: WheelFiles = {}) {
  const module = name.replaceAll('-', '_');
  const info = `${module}-${version}.dist-info`;
  const files = {
    [`${module}/__init__.py`]: `ANSWER = ${JSON.stringify(answer)}\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
    ...more,
  };
  const record = Object.entries(files).map(([path, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${path},sha256=${digest},${Buffer.byteLength(text)}`;
  });
  const lines = [...record, `${info}/RECORD,,`, ''];
  return {
    filename: `${module}-${version}-${tag}.whl`,
    bytes: zip({ ...files, [`${info}/RECORD`]: lines.join('\n') }),
  };
}

function served({ filename, bytes }: { filename: string; bytes: Buffer }, locked = bytes): ProbeFile {
  return { filename, served: bytes, locked: sha256(locked), size: locked.length };
}

const any = 'py3-none-any';

/** A sound package whose ANSWER is its version. */
export function probe(name: string, version: string, more: WheelFiles = {}): Probe {
  return { name, version, files: [served(wheel(name, any, version, version, more))] };
}

export const PROBES: readonly Probe[] = [
  { name: 'kiln-probe', version: '1.0', files: [served(wheel('kiln-probe', any, 'forty-two'))] },
  {
    name: 'kiln-altered',
    version: '1.0',
    files: [served(wheel('kiln-altered', any, 'evil'), wheel('kiln-altered', any, 'good').bytes)],
  },
  {
    name: 'kiln-windows',
    version: '1.0',
    files: [served(wheel('kiln-windows', 'cp314-cp314-win_amd64', 'windows'))],
  },
  {
    name: 'kiln-sdist',
    version: '1.0',
    files: [served({ filename: 'kiln_sdist-1.0.tar.gz', bytes: Buffer.from('never unpacked') })],
  },
];

/** `[[package]]` of a uv.lock. The index in it is not asked: builds take the one of the user's settings. */
export function lockEntry(probe: Probe): string {
  const index = 'https://index.invalid';
  const file = ({ filename, locked, size }: ProbeFile) =>
    `{ url = "${index}/files/${filename}", hash = "sha256:${locked}", size = ${size} }`;
  const wheels = probe.files.filter(({ filename }) => filename.endsWith('.whl'));
  const [sdist] = probe.files.filter(({ filename }) => filename.endsWith('.tar.gz'));
  return [
    '[[package]]',
    `name = "${probe.name}"`,
    `version = "${probe.version}"`,
    `source = { registry = "${index}/simple" }`,
    ...(sdist ? [`sdist = ${file(sdist)}`] : []),
    ...(wheels.length > 0 ? ['wheels = [', ...wheels.map((w) => `    ${file(w)},`), ']'] : []),
    '',
  ].join('\n');
}
