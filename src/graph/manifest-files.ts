/** Names of the files that Nx has to show to the plugin, and what each kind is for. */
import { isManifestFile } from '../project/manifests/manifest-files';

/** Files that say that there is a project, that lock it, or that decide about its key. */
export const GLOB =
  '**/{pyproject.toml,setup.cfg,setup.py,requirements*.txt,requirements/*.txt,uv.lock,poetry.lock,pdm.lock,pylock.toml,pylock.*.toml,kiln.json,.python-version,project.json,package.json}';

/** @param file workspace-relative */
export function isManifest(file: string): boolean {
  return isManifestFile(file);
}
