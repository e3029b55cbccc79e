/**
 * Writes a workspace for benches of the graph: uv projects with sources and tests, at most three local dependencies each,
 * one lock. The same arguments give the same bytes.
 *
 *   node bench/graph-workspace.mjs <folder> [--projects 400] [--files 41] [--plugin nx-kiln|@nxlv/python|none]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const THIRD_PARTY = ['click', 'httpx', 'idna', 'numpy', 'pydantic', 'rich'];
/** What these bring: makes the lock as long as those of real workspaces. */
const TRANSITIVE = Array.from({ length: 250 }, (_, i) => `transitive-${i}`);
const TOOLS = ['pytest', 'ruff', 'mypy'];

/** At most three, on lower numbers, so there is no cycle; the last of a thousand has forty libraries below it. */
export function dependenciesOf(i) {
  return [...new Set([2, 3, 5].map((divisor) => Math.floor(i / divisor)))].filter((d) => d < i);
}

function manifest(i) {
  const local = dependenciesOf(i).map((d) => `p${d}`);
  const third = [THIRD_PARTY[i % 6], THIRD_PARTY[(i + 1) % 6]];
  return `[project]
name = "p${i}"
version = "1.0"
requires-python = ">=3.12"
dependencies = [${[...local, ...third].map((name) => `"${name}"`).join(', ')}]
${i % 10 === 0 ? `[project.scripts]\np${i} = "p${i}.m0:main"\n` : ''}[tool.uv.sources]
${local.map((name) => `${name} = { workspace = true }\n`).join('')}[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;
}

/** Imports as projects have them: the standard library, packages, siblings, another project. */
function source(i, n) {
  const [dependency] = dependenciesOf(i);
  return `"""Module ${n} of p${i}."""
from __future__ import annotations

import json
import os.path
from typing import Any

import ${THIRD_PARTY[i % 6]}
${dependency === undefined ? '' : `from p${dependency}.m0 import main as base\n`}from . import m${Math.max(0, n - 1)}


def main(value: Any = None) -> str:
    """Does nothing of use, at some length."""
    text = json.dumps({"project": "p${i}", "module": ${n}, "here": os.path.basename(__file__)})
    for number in range(${n}):
        text += f"{number} import nothing"
    return text
`.concat(`\n\nclass C${n}:\n    pass\n`.repeat(4));
}

function third(name) {
  const file = `${name}-1.0-py3-none-any.whl`;
  return `[[package]]
name = "${name}"
version = "1.0"
source = { registry = "https://index.example/simple" }
${name === 'rich' ? `dependencies = [\n${TRANSITIVE.map((t) => `    { name = "${t}" },`).join('\n')}\n]\n` : ''}sdist = { url = "https://index.example/${name}-1.0.tar.gz", hash = "sha256:${name.padEnd(64, '0')}", size = 1 }
wheels = [
${Array.from({ length: 20 }, (_, w) => `    { url = "https://index.example/${w}/${file}", hash = "sha256:${`${name}${w}`.padEnd(64, '0')}", size = 1 },`).join('\n')}
]
`;
}

function lock(count) {
  const members = Array.from({ length: count }, (_, i) => {
    const local = dependenciesOf(i).map((d) => `p${d}`);
    const names = [...local, THIRD_PARTY[i % 6], THIRD_PARTY[(i + 1) % 6]].sort();
    return `[[package]]
name = "p${i}"
version = "1.0"
source = { editable = "${folderOf(i)}" }
dependencies = [
${names.map((name) => `    { name = "${name}" },`).join('\n')}
]

[package.metadata]
requires-dist = [
${names.map((name) => (name.startsWith('p') && /\d/.test(name) ? `    { name = "${name}", editable = "${folderOf(Number(name.slice(1)))}" },` : `    { name = "${name}" },`)).join('\n')}
]
`;
  });
  const hub = `[[package]]
name = "workspace"
version = "0"
source = { virtual = "." }

[package.dev-dependencies]
dev = [
${[...TOOLS]
  .sort()
  .map((name) => `    { name = "${name}" },`)
  .join('\n')}
]

[package.metadata]

[package.metadata.requires-dev]
dev = [
${[...TOOLS]
  .sort()
  .map((name) => `    { name = "${name}" },`)
  .join('\n')}
]
`;
  return [
    'version = 1\nrevision = 3\nrequires-python = ">=3.12"\n',
    `[manifest]\nmembers = [\n${[...members.keys()].map((i) => `    "p${i}",\n`).join('')}    "workspace",\n]\n`,
    ...members,
    hub,
    ...[...THIRD_PARTY, ...TOOLS, ...TRANSITIVE].map(third),
  ].join('\n');
}

export function folderOf(i) {
  return `libs/g${i % 10}/p${i}`;
}

/**
 * @param {string} root
 * @param {{ projects: number, files: number, nxJson?: object }} size `files` counts modules and tests of one project
 */
export function writeGraphWorkspace(root, { projects, files, nxJson = {} }) {
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write(
    'pyproject.toml',
    `[project]\nname = "workspace"\nversion = "0"\nrequires-python = ">=3.12"\n[dependency-groups]\ndev = [${TOOLS.map((t) => `"${t}"`).join(', ')}]\n[tool.uv.workspace]\nmembers = ["libs/*/*"]\n`,
  );
  write('package.json', '{"name":"workspace","private":true}');
  write('nx.json', JSON.stringify({ analytics: false, neverConnectToCloud: true, ...nxJson }));
  write('.gitignore', 'node_modules\n.nx\n.kiln\ndist\n__pycache__\n.venv\n');
  write('uv.lock', lock(projects));
  for (let i = 0; i < projects; i++) {
    write(`${folderOf(i)}/pyproject.toml`, manifest(i));
    // Without the plugin Nx sees the same projects.
    write(`${folderOf(i)}/project.json`, JSON.stringify({ name: `p${i}` }));
    write(`${folderOf(i)}/src/p${i}/__init__.py`, '');
    for (let n = 0; n < files - 2; n++) {
      write(`${folderOf(i)}/src/p${i}/m${n}.py`, source(i, n));
    }
    write(`${folderOf(i)}/tests/test_p${i}.py`, `from p${i}.m0 import main\n\n\ndef test_main():\n    assert main()\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      projects: { type: 'string', default: '400' },
      files: { type: 'string', default: '41' },
      plugin: { type: 'string', default: 'nx-kiln' },
    },
  });
  writeGraphWorkspace(resolve(positionals[0]), {
    projects: Number(values.projects),
    files: Number(values.files),
    nxJson: values.plugin === 'none' ? {} : { plugins: [values.plugin] },
  });
}
