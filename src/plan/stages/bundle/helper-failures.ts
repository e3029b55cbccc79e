/** What the bundle's helper scripts say when an option names what is not there, as an error of that option. */
import { KilnError } from '../../../model/errors';

/** @returns undefined for a failure of something else */
export function helperFailure(error: unknown): KilnError | undefined {
  if (!(error instanceof KilnError) || error.code !== 'ACTION_FAILED') {
    return undefined;
  }
  const said = (prefix: string): string | undefined =>
    error.lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
  const script = said('no script: ');
  if (script !== undefined) {
    return new KilnError('ENTRY_POINT_MISSING', `dependencyScripts: ${script}`, {
      hint: 'write it as script, or as package:script',
      cause: error,
    });
  }
  const module = said('no such module: ');
  if (module !== undefined) {
    return new KilnError('OPTION_INVALID', `stdlibKeep: the standard library has no ${module}`, {
      hint: 'name modules as they are imported: sqlite3, xml.dom',
      cause: error,
    });
  }
  return undefined;
}
