/** Which files of an artefact came in wheels for every platform: what is compiled in there, the package chooses at run time. */

const RECORD = /(?:^|\/)[^/]+\.dist-info\/RECORD$/;
const WHEEL = /(?:^|\/)[^/]+\.dist-info\/WHEEL$/;

/** One of the two files of a wheel's metadata that tell it. */
export type WheelFile =
  | { readonly metadata: string; readonly forAll: boolean }
  /** Paths in the artefact. */
  | { readonly metadata: string; readonly files: readonly string[] };

export function isWheelRecord(path: string): boolean {
  return RECORD.test(path) || WHEEL.test(path);
}

/** @param path of a WHEEL or RECORD file in the artefact */
export function wheelFile(path: string, content: Buffer): WheelFile {
  const metadata = path.slice(0, path.lastIndexOf('/'));
  const lines = content.toString('utf8').split(/\r?\n/).filter(Boolean);
  if (WHEEL.test(path)) {
    const tags = lines.filter((line) => line.startsWith('Tag:'));
    return { metadata, forAll: tags.length > 0 && tags.every((tag) => tag.trimEnd().endsWith('-any')) };
  }
  const root = metadata.slice(0, metadata.lastIndexOf('/') + 1);
  return { metadata, files: lines.map((line) => root + (/^"((?:[^"]|"")*)"/.exec(line)?.[1] ?? line.split(',')[0])) };
}

/** All paths of wheels whose every tag ends in `any`. */
export function wheelsForAll(found: readonly WheelFile[]): ReadonlySet<string> {
  const forAll = new Set(found.flatMap((file) => ('forAll' in file && file.forAll ? [file.metadata] : [])));
  return new Set(found.flatMap((file) => ('files' in file && forAll.has(file.metadata) ? file.files : [])));
}
