/** Sound manifests that use everything that Kiln reads. */

/** By kind and file name. */
export const SEEDS: Readonly<Record<string, string>> = {
  'pep621/pyproject.toml': `
[project]
name = "a"
version = "1"
requires-python = ">=3.12"
dynamic = ["dependencies"]
dependencies = ["click>=8", "core[fast]; python_version < '3.13'", "x @ file:../core"]
[project.scripts]
a = "a:main"
[project.optional-dependencies]
fast = ["orjson", "a[all]"]
all = ["core"]
[project.entry-points."acme.plugins"]
one = "a.one"
[dependency-groups]
dev = ["pytest", { include-group = "lint" }]
lint = ["ruff"]
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[tool.uv]
managed = true
dev-dependencies = ["mypy"]
[tool.uv.workspace]
members = ["libs/*"]
exclude = ["libs/old"]
[tool.uv.sources]
core = { path = "../../libs/core", editable = true }
other = [{ git = "https://example.invalid/x", marker = "sys_platform == 'win32'" }]
[tool.uv.build-backend]
module-name = ["a.b", "c"]
module-root = "src"
[tool.setuptools]
packages = ["a", "a.b"]
package-dir = { "" = "src", "b" = "lib/b" }
[tool.setuptools.dynamic]
dependencies = { file = ["needs.txt"] }
[tool.pytest.ini_options]
testpaths = ["tests"]
[tool.kiln]
platforms = ["arm64"]
`,
  'poetry/pyproject.toml': `
[tool.poetry]
name = "a"
version = "1.0"
packages = [{ include = "a", from = "src" }, { include = "b/**/*.py", format = ["sdist"], to = "x" }]
[tool.poetry.dependencies]
python = "^3.10 || ~2.7"
click = "^8.1"
core = { path = "../../libs/core", develop = true, extras = ["x"] }
numpy = [{ version = "<2", python = "<3.12" }, { version = "^2.0", markers = "os_name == 'nt'", platform = "linux" }]
boto = { version = "~1.2", optional = true, source = "internal" }
[tool.poetry.extras]
aws = ["boto"]
[tool.poetry.group.dev]
optional = true
include-groups = ["docs"]
[tool.poetry.group.dev.dependencies]
pytest = "*"
[tool.poetry.group.docs.dependencies]
sphinx = ">=1 <2"
[tool.poetry.scripts]
a = { reference = "a:main", type = "console" }
[tool.poetry.plugins."acme.plugins"]
one = "a.one"
`,
  'hatch/pyproject.toml': `
[project]
name = "a"
dynamic = ["version", "dependencies", "optional-dependencies"]
dependencies = ["core @ {root:uri}/../../libs/core", "y @ file:///\${PROJECT_ROOT}/../y"]
[build-system]
build-backend = "hatchling.build"
[tool.hatch.metadata.hooks.dynamic]
dependencies = ["core[x]=={{ version }}", "click"]
optional-dependencies = { fast = ["orjson=={{ version }}; os_name == 'nt'"] }
[tool.hatch.build]
dev-mode-dirs = ["src", "."]
sources = ["src"]
[tool.hatch.build.targets.wheel]
packages = ["src/a"]
only-include = ["src/b", "c.py"]
sources = { "src/b" = "d" }
force-include = { "../x" = "a/x" }
[tool.hatch.envs.default]
dependencies = ["pytest"]
[tool.hatch.envs.lint]
template = "default"
extra-dependencies = ["ruff"]
detached = true
`,
  'pdm/pyproject.toml': `
[project]
name = "a"
dependencies = ["core @ file:///\${PROJECT_ROOT}/../../libs/core"]
[tool.pdm.dev-dependencies]
dev = ["-e file:///\${PROJECT_ROOT}/../../libs/core#egg=core", "pytest>=8", "-e ../b[x]; os_name == 'nt'"]
[tool.pdm.build]
package-dir = "src"
includes = ["src/a", "b/**"]
[tool.flit.module]
name = "a"
[tool.maturin]
python-source = "python"
module-name = "a._native"
[tool.scikit-build.wheel]
packages = ["src/a"]
`,
  'cfg/setup.cfg': `
[metadata]
name = a
version = attr: a.__version__
description = file: README.md
[options]
python_requires = >=3.8
packages = find_namespace:
package_dir =
    = src
    b = lib/b
install_requires =
    click >=8  # note
    core @ file:../../libs/core
    x; python_version < "3.8"
py_modules = one, two
[options.packages.find]
where = src
include = a*
exclude = tests*
[options.extras_require]
fast = orjson; ujson
[options.entry_points]
console_scripts =
    a = a.cli:main
[tool:pytest]
testpaths = tests
`,
  'py/setup.py': `
from setuptools import find_packages, setup
import os
VERSION = "1." + "2"
needs = ["click>=8", 'core ; python_version < "3.9"']
needs += ["six"]
config = dict(zip_safe=False, **{"author": "x"})
setup(
    name="a" "b",
    version=VERSION % 3,
    packages=find_packages(where="src", exclude=("tests", "tests.*")) + ["x"],
    package_dir={"": "src"},
    py_modules=["one"],
    install_requires=needs + [f"x{1}" for i in range(3)],
    extras_require={"fast": ["orjson"], ':os_name == "nt"': "colorama\\nx"},
    entry_points="""
        [console_scripts]
        a = a:main
    """,
    **config,
)
`,
  'pip/requirements.txt': `--index-url https://example.invalid/simple
-e ../../libs/core[x]
-e git+https://example.invalid/x.git@v1#egg=x
-r more.txt
-c limits.txt
./local/thing-1.0-py3-none-any.whl
click==8.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb  # via flask
idna>=3 ; python_version < "3.9"  # why
other @ file:../other
`,
};
