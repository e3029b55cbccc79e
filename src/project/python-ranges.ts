/** `requires-python` of a lock and of its members: a lock made for other Pythons may lack what they need. */
import type { Lock, PythonProject } from './types';
import { normalizeSpecifier, satisfiesAll } from './versions';

/** Minors that a range can tell apart, at both ends of each. */
const SAMPLES = Array.from({ length: 16 }, (_, i) => [`3.${i + 6}.0`, `3.${i + 6}.99`]).flat();

/**
 * One line where a Python is allowed by the lock but not by its projects, or the other way round.
 * @param projects members; of a lock that names its projects all of them, for it is made for what all allow
 */
export function pythonProblems(lock: Lock, projects: readonly PythonProject[]): string[] {
  const relevant = relevantOf(lock, projects);
  const written = [...new Set(relevant.flatMap(({ requiresPython }) => requiresPython ?? []))];
  const ranges = written.map(normalizeSpecifier);
  const locked = normalizeSpecifier(lock.requiresPython ?? '');
  // A manager takes its own default where nobody says anything.
  if (ranges.length === 0 || ranges.includes(undefined) || !locked) {
    return [];
  }
  const differs = SAMPLES.some(
    (version) =>
      ranges.every((range) => satisfiesAll(version, range as string) !== false) !==
      (satisfiesAll(version, locked) !== false),
  );
  const asked = written.join(' and ');
  return differs ? [`requires-python: ${lock.file} is for '${lock.requiresPython}', the manifests say '${asked}'`] : [];
}

/** Those whose ranges the lock was made of; nobody where one of them cannot be read. poetry and pdm may lock for fewer Pythons. */
function relevantOf(lock: Lock, projects: readonly PythonProject[]): readonly PythonProject[] {
  if (lock.manager !== 'uv') {
    return [];
  }
  const members = new Set(lock.members ?? []);
  const relevant = projects.filter(({ root, normalizedName, dynamic }) =>
    dynamic.includes('requires-python') ? false : members.size > 0 ? members.has(normalizedName) : root === lock.root,
  );
  return relevant.length < members.size ? [] : relevant;
}
