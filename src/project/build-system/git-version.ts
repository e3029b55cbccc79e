/** Versions that plugins of backends compute from tags of git. */
import { isTable, stringAt, type Table, valueAt } from '../toml';
import type { VersionSource } from './types';

/** Formats of dunamai may use these: environment and clock are in no key. */
const UNKEYED = /\b(env|now|today)\b/;

/**
 * setuptools-scm, hatch-vcs and what else takes its settings.
 * @param settings `[tool.setuptools_scm]`, or the `raw-options` of another plugin's table
 */
export function scmVersion(plugin: string, settings: Table): VersionSource {
  const command =
    stringAt(settings, 'scm', 'git', 'describe_command') ??
    listText(valueAt(settings, 'scm', 'git', 'describe_command')) ??
    stringAt(settings, 'git_describe_command') ??
    listText(settings.git_describe_command);
  const match = /--match[= ]+["']?([^\s"']+)/.exec(command ?? '')?.[1];
  const pattern = stringAt(settings, 'tag_regex');
  return {
    kind: 'git',
    git: {
      plugin,
      ...(match === undefined ? {} : { match }),
      ...(pattern === undefined ? {} : { pattern }),
      // Schemes such as release-branch-semver read its name.
      namesBranch: /branch/.test(JSON.stringify(settings)),
    },
  };
}

function listText(value: unknown): string | undefined {
  return Array.isArray(value) ? value.join(' ') : undefined;
}

/** uv-dynamic-versioning, poetry-dynamic-versioning and others that use dunamai. */
export function dunamaiVersion(plugin: string, settings: Table): VersionSource {
  const pattern = stringAt(settings, 'pattern');
  const text = JSON.stringify(settings);
  if (UNKEYED.test(text)) {
    return { kind: 'env', name: '' };
  }
  return {
    kind: 'git',
    git: {
      plugin,
      ...(pattern === undefined || pattern.startsWith('default') ? {} : { pattern }),
      namesBranch: /branch/.test(text),
    },
  };
}

/** `[tool.pdm.version] source = "scm"`. */
export function pdmScmVersion(settings: Table): VersionSource {
  const [match, pattern] = [stringAt(settings, 'tag_filter'), stringAt(settings, 'tag_regex')];
  return {
    kind: 'git',
    git: {
      plugin: 'pdm-backend',
      ...(match === undefined ? {} : { match }),
      ...(pattern === undefined ? {} : { pattern }),
      namesBranch: /branch|version_format/.test(JSON.stringify(settings)),
    },
  };
}

/** The table under either of its spellings. */
export function toolTable(toml: Table, ...names: readonly string[]): Table | undefined {
  return names.map((name) => valueAt(toml, 'tool', name)).find(isTable) as Table | undefined;
}
