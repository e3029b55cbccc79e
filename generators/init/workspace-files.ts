/** What init changes in files that belong to the user. Pure: old content in, new content out. */
import type { NxJsonConfiguration } from '@nx/devkit';
import { targetNames } from '../../src/graph/plugin-options';

const PLUGIN = 'nx-kiln';
const IGNORED = ['.kiln', 'dist'];
/** What `targetDefaults` would replace of a target. */
const FIELDS = ['inputs', 'dependsOn', 'outputs'];

/** Adds the plugin unless it is there, with whatever options; then the same object comes back. */
export function registerPlugin(nxJson: NxJsonConfiguration): NxJsonConfiguration {
  const plugins = nxJson.plugins ?? [];
  const there = plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN);
  return there ? nxJson : { ...nxJson, plugins: [...plugins, { plugin: PLUGIN, options: {} }] };
}

/** Appends folders that hold generated files, in the form that the file uses; what is ignored already stays alone. */
export function addIgnores(text: string): { text: string; added: string[] } {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const added = IGNORED.filter(
    (name) => !lines.some((line) => line.replace(/^(\*\*)?\//, '').replace(/\/(\*\*?)?$/, '') === name),
  ).map((name) => `${name}/`);
  if (added.length === 0) {
    return { text, added };
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
  return { text: `${start}${added.join(newline)}${newline}`, added };
}

type Entry = Record<string, unknown>;

/**
 * Puts `"..."` first in arrays of `targetDefaults` that would replace what Kiln infers. Safe for other plugins' targets:
 * their own inferred inputs are kept too, so a key can only grow.
 */
export function keepInferred(nxJson: NxJsonConfiguration): { nxJson: NxJsonConfiguration; changed: string[] } {
  const changed: string[] = [];
  const names = inferredNames(nxJson);
  const defaults = Object.entries((nxJson.targetDefaults ?? {}) as Record<string, unknown>).map(([key, value]) => {
    if (!names.includes(key) && !key.startsWith(`${PLUGIN}:`)) {
      return [key, value];
    }
    const place = `targetDefaults.${key}`;
    // Nx 24 takes a list of entries that are chosen by a filter.
    return [
      key,
      Array.isArray(value)
        ? value.map((entry: Entry) => (concerns(entry) ? spread(entry, place, changed) : entry))
        : spread(value as Entry, place, changed),
    ];
  });
  return changed.length === 0
    ? { nxJson, changed }
    : { nxJson: { ...nxJson, targetDefaults: Object.fromEntries(defaults) }, changed };
}

/** Names of the targets that Kiln infers here. */
function inferredNames({ plugins = [] }: NxJsonConfiguration): readonly string[] {
  const entry = plugins.find((one) => typeof one !== 'string' && one.plugin === PLUGIN);
  return Object.values(targetNames((typeof entry === 'object' ? entry.options : undefined) ?? {}));
}

function concerns({ filter }: { filter?: { plugin?: unknown; executor?: unknown } }): boolean {
  const chosen = [filter?.plugin, filter?.executor].filter((name) => typeof name === 'string');
  return chosen.every((name) => name.startsWith(PLUGIN));
}

function spread(entry: Entry, place: string, changed: string[]): Entry {
  return Object.fromEntries(
    Object.entries(entry ?? {}).map(([field, value]) => {
      if (!FIELDS.includes(field) || !Array.isArray(value) || value.includes('...')) {
        return [field, value];
      }
      changed.push(`${place}.${field}`);
      return [field, ['...', ...value]];
    }),
  );
}
