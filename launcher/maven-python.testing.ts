/**
 * A Python that no provider's registry has: Maven carries builds of it as artifacts. They want a newer glibc than products may,
 * and no compiler: enough for the launcher to start them.
 */
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onPath } from '../src/verify/on-path';
import { ROOT } from './launcher.testing';

/** The minor that is neither pinned nor in a Go module; the last whose artifact there is for Linux on x64. */
export const MAVEN_PYTHON = {
  version: '3.13.5',
  artifact: 'org.bytedeco:cpython:3.13.5-1.5.12:jar:linux-x86_64',
} as const;

const KEPT = join(ROOT, 'node_modules', '.cache', 'kiln-real-tests', `maven-python-${MAVEN_PYTHON.version}`);

/** Whether it can be tried: what a developer's machine lacks is left out, and missed in CI. */
export function canFetchPython(): boolean {
  return process.env.CI === 'true' || existsSync(KEPT) || onPath('mvn', process.env.PATH ?? '').length > 0;
}

/** Folder with lib/libpython3.13.so.1.0 and lib/python3.13, kept between runs. */
export function mavenRuntime(): string {
  if (existsSync(KEPT)) {
    return KEPT;
  }
  mkdirSync(dirname(KEPT), { recursive: true });
  const scratch = mkdtempSync(`${KEPT}-`);
  try {
    fetchArtifact(join(scratch, 'repository'), join(scratch, 'jar'));
    const from = join(scratch, 'jar', 'org', 'bytedeco', 'cpython', 'linux-x86_64');
    const library = 'libpython3.13.so.1.0';
    mkdirSync(join(scratch, 'runtime', 'lib'), { recursive: true });
    cpSync(join(from, 'lib', 'python3.13'), join(scratch, 'runtime', 'lib', 'python3.13'), { recursive: true });
    copyFileSync(join(from, library), join(scratch, 'runtime', 'lib', library));
    renameSync(join(scratch, 'runtime'), KEPT);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return KEPT;
}

function fetchArtifact(repository: string, folder: string): void {
  const quiet: ExecFileSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] };
  const { artifact } = MAVEN_PYTHON;
  const [group = '', name = '', version = '', , classifier = ''] = artifact.split(':');
  const where = `-Dmaven.repo.local=${repository}`;
  execFileSync('mvn', ['-q', '-B', where, 'dependency:get', `-Dartifact=${artifact}`, '-Dtransitive=false'], quiet);
  const jar = join(repository, ...group.split('.'), name, version, `${name}-${version}-${classifier}.jar`);
  execFileSync('python3', ['-m', 'zipfile', '-e', jar, folder], quiet);
}
