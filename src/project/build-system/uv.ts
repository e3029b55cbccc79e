/** uv_build: `[tool.uv.build-backend]`. It runs no code of the project. */
import { stringAt, tableAt } from '../toml';
import type { BackendView } from './backend';
import { pathPatterns } from './places';
import type { Reads } from './types';

export function readUv(view: BackendView): Reads {
  const data = tableAt(view.toml, 'tool', 'uv', 'build-backend', 'data');
  const folders = Object.keys(data).flatMap((key) => stringAt(data, key) ?? []);
  return { files: folders.flatMap((folder) => pathPatterns(folder, view)) };
}
