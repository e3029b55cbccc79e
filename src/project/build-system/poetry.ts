/** poetry-core: `[tool.poetry]`. What git ignores it leaves out, unless `include` names it. */
import { oneOrMore } from '../manifests/report';
import { isTable, stringAt, tableAt, valueAt } from '../toml';
import type { BackendView } from './backend';
import { dunamaiVersion, toolTable } from './git-version';
import { globPatterns, pathPatterns } from './places';
import type { Reads } from './types';

export function readPoetry(view: BackendView): Reads {
  const table = tableAt(view.toml, 'tool', 'poetry');
  const script = stringAt(table, 'build') ?? stringAt(table, 'build', 'script');
  const plugin = view.requires.find((name) => name === 'poetry-dynamic-versioning');
  const settings = plugin && toolTable(view.toml, plugin);
  const others = view.requires.filter((name) => name !== 'poetry-core' && name !== 'poetry' && name !== plugin);
  return {
    files: ['LICENSES/**/*', ...includes(view), ...packages(view), ...fileScripts(view)],
    reasons: [
      ...(script === undefined ? [] : [`${script} takes part in the build`]),
      ...(script === undefined ? [] : others.map((name) => `${name} takes part in the build`)),
      // It writes versions into files that a table of it names.
      ...(settings && isTable(settings.substitution) ? [`${plugin} changes files`] : []),
    ],
    native: script !== undefined,
    asksGit: 'ignored',
    ...(plugin && settings ? { version: dunamaiVersion(plugin, settings) } : {}),
  };
}

/** `include = ["CHANGES.md", { path = "data", format = "wheel" }]` */
function includes(view: BackendView): string[] {
  const entries = valueAt(view.toml, 'tool', 'poetry', 'include');
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    const path = typeof entry === 'string' ? entry : stringAt(entry, 'path');
    const formats = oneOrMore(valueAt(entry, 'format'));
    return path === undefined || (formats.length > 0 && !formats.includes('wheel')) ? [] : globPatterns(path, view);
  });
}

/** Patterns of `packages` can take more than importable names. */
function packages(view: BackendView): string[] {
  const entries = valueAt(view.toml, 'tool', 'poetry', 'packages');
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    const [include, from] = [stringAt(entry, 'include'), stringAt(entry, 'from')];
    return include === undefined || !/[*?[]/.test(include)
      ? []
      : globPatterns(from === undefined ? include : `${from}/${include}`, view);
  });
}

function fileScripts(view: BackendView): string[] {
  const scripts = tableAt(view.toml, 'tool', 'poetry', 'scripts');
  return Object.values(scripts).flatMap((entry) => {
    const reference = stringAt(entry, 'type') === 'file' ? stringAt(entry, 'reference') : undefined;
    return reference === undefined ? [] : pathPatterns(reference, view);
  });
}
