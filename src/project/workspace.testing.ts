/** A small uv workspace as texts: an application, a library with an extra that leads back, a namespace portion. */
export const FILES: Readonly<Record<string, string>> = {
  'pyproject.toml': `
[project]
name = "hub"
version = "0"
[dependency-groups]
dev = ["pytest>=8", "ruff"]
[tool.uv.workspace]
members = ["apps/*", "libs/*"]
exclude = ["libs/old"]
[tool.uv.sources]
core = { workspace = true }
`,
  'apps/app/pyproject.toml': `
[project]
name = "app"
version = "1"
dependencies = ["click>=8,<9", "core", "acme-text[fast]", "tzdata; sys_platform == 'win32'"]
[project.scripts]
app = "app.cli:main"
[dependency-groups]
test = ["hypothesis"]
[tool.uv.sources]
acme-text = { workspace = true }
`,
  'apps/app/src/app/__init__.py': '',
  'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = "1"\ndependencies = ["idna"]\n',
  'libs/core/src/core/__init__.py': '',
  'libs/text/pyproject.toml': `
[project]
name = "acme.text"
version = "1"
dependencies = ["core"]
[project.optional-dependencies]
fast = ["rapidfuzz", "app"]
[tool.uv.sources]
app = { workspace = true }
`,
  'libs/text/src/acme/text/a.py': '',
  'libs/old/pyproject.toml': '[project]\nname = "old"\nversion = "1"\ndependencies = ["core"]\n',
  'uv.lock': lockText(),
};

export const MANIFESTS = Object.keys(FILES).filter((file) => file.endsWith('pyproject.toml'));

function wheel(name: string, version: string, tags: string): string {
  return `{ url = "https://index.example/files/${name}-${version}-${tags}.whl?x=1#y", hash = "sha256:${name}${version}", size = 1 }`;
}

function third(name: string, version: string, tags: string, rest = ''): string {
  return `
[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://index.example/simple" }
${
  tags === ''
    ? ''
    : `wheels = [\n  ${tags
        .split(' ')
        .map((t) => wheel(name, version, t))
        .join(',\n  ')},\n]`
}
sdist = { url = "https://index.example/files/${name}-${version}.tar.gz", hash = "sha256:sdist-${name}" }
${rest}`;
}

/** What uv writes, in its words, with fewer files. */
function lockText(): string {
  return `version = 1
revision = 3
requires-python = ">=3.12"

[manifest]
members = ["acme-text", "app", "core", "hub"]

[[package]]
name = "hub"
version = "0"
source = { virtual = "." }
[package.dev-dependencies]
dev = [{ name = "pytest" }, { name = "ruff" }]
[package.metadata]
[package.metadata.requires-dev]
dev = [{ name = "pytest", specifier = ">=8" }, { name = "ruff" }]

[[package]]
name = "app"
version = "1"
source = { editable = "apps/app" }
dependencies = [
    { name = "acme-text", extra = ["fast"] },
    { name = "click" },
    { name = "core" },
    { name = "tzdata", marker = "sys_platform == 'win32'" },
]
[package.dev-dependencies]
test = [{ name = "hypothesis" }]
[package.metadata]
requires-dist = [
    { name = "acme-text", extras = ["fast"], editable = "libs/text" },
    { name = "click", specifier = ">=8,<9" },
    { name = "core", editable = "libs/core" },
    { name = "tzdata", marker = "sys_platform == 'win32'" },
]
[package.metadata.requires-dev]
test = [{ name = "hypothesis" }]

[[package]]
name = "core"
version = "1"
source = { editable = "libs/core" }
dependencies = [{ name = "idna", version = "3", marker = "python_full_version < '3.14'" }, { name = "idna", version = "4", marker = "python_full_version >= '3.14'" }]
[package.metadata]
requires-dist = [{ name = "idna" }]

[[package]]
name = "acme-text"
version = "1"
source = { editable = "libs/text" }
dependencies = [{ name = "core" }]
[package.optional-dependencies]
fast = [{ name = "app" }, { name = "rapidfuzz" }]
[package.metadata]
requires-dist = [
    { name = "app", marker = "extra == 'fast'", editable = "apps/app" },
    { name = "core", editable = "libs/core" },
    { name = "rapidfuzz", marker = "extra == 'fast'" },
]
provides-extras = ["fast"]
${third('click', '8.1', 'py3-none-any')}
${third('idna', '3', 'py3-none-any')}
${third('idna', '4', 'py3-none-any')}
${third('rapidfuzz', '3.1', 'cp314-cp314-manylinux_2_17_x86_64.manylinux2014_x86_64 cp314-cp314-win_amd64')}
${third('tzdata', '1', '')}
${third('pytest', '8', 'py3-none-any', 'dependencies = [{ name = "pluggy" }]')}
${third('pluggy', '1', 'py3-none-any')}
${third('ruff', '1', 'py3-none-any')}
${third('hypothesis', '6', 'py3-none-any')}
`;
}
