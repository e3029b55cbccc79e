/** Where imports stand: few are ever shown, so that it is read from their files again. */
import type { PlacedImport } from './lexer';
import { readSource } from './read-source';
import { placeImports } from './scanner';

export type Place = Pick<PlacedImport, 'line' | 'where'>;

/** Asks for places file by file. A file that has changed meanwhile may have none: it is taken as its first line. */
export function placesIn(workspaceRoot: string): (use: { readonly file: string; readonly nth: number }) => Place {
  let last: { file: string; places: readonly Place[] } | undefined;
  return ({ file, nth }) => {
    if (last?.file !== file) {
      const source = readSource(`${workspaceRoot}/${file}`);
      last = { file, places: source ? placeImports(source) : [] };
    }
    return last.places[nth] ?? { line: 1, where: 'module' };
  };
}
