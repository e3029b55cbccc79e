import { KilnError } from '../../../model/errors';
import type { BytecodeOptions } from '../../../model/options/bytecode';

/**
 * Combinations that would not do what they say.
 * @throws KilnError OPTION_INVALID
 */
export function checkBytecodeOptions(options: BytecodeOptions): void {
  const { layout, invalidation, sourceTime, scope, python, pythons } = options;
  if (python !== undefined && pythons.length > 0) {
    throw refused(
      `python=${python} is one version, and pythons=${pythons.join(',')} are several, each in a folder of its own`,
      `leave one of them out; --pythons=${python} compiles for that one alone ([tool.kiln].pythons says several, too)`,
    );
  }
  if (layout !== 'pycache' && invalidation !== 'unchecked-hash') {
    throw refused(
      `invalidation=${invalidation} compares bytecode with its source, and layout=${layout} ships no sources`,
      'set layout=pycache, or leave invalidation out',
    );
  }
  if (invalidation === 'timestamp' && sourceTime === undefined) {
    throw refused(
      'invalidation=timestamp needs sourceTime: what a cache or a checkout lays down has the time of that moment, and bytecode of another time is compiled again in every start',
      'take checked-hash; or set sourceTime to the seconds since 1970 that your packaging gives to all files (Nix: 1)',
    );
  }
  if (invalidation !== 'timestamp' && sourceTime !== undefined) {
    throw refused(`sourceTime is for invalidation=timestamp, not ${invalidation}`, 'leave sourceTime out');
  }
  if (layout === 'zip' && scope === 'site') {
    throw refused(
      'Python imports no extension modules from a zip, and packages of a lock have some: layout=zip goes with scope=project or dependencies',
      'set layout=legacy for scope=site',
    );
  }
}

function refused(message: string, hint: string): KilnError {
  return new KilnError('OPTION_INVALID', message, { hint });
}
