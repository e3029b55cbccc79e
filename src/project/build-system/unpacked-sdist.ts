/** A folder that was unpacked from a source distribution: its PKG-INFO says what was computed when that was made. */
import { joinPath } from '../disk';
import type { Place } from './places';

export const PKG_INFO = 'PKG-INFO';

/** Whether PKG-INFO beside the manifest says a version, as every source distribution's does. */
export function saysVersion({ root, disk }: Place): boolean {
  const [headers = ''] = disk.read(joinPath(root, PKG_INFO))?.split(/\r?\n\r?\n/) ?? [];
  const version = /^Version:[ \t]*(\S+)/im.exec(headers)?.[1];
  // What setuptools wrote where nothing told it.
  return version !== undefined && version !== 'UNKNOWN';
}
