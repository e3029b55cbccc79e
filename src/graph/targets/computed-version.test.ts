import { inferFixture, inputsOf } from '../infer.testing';

const uv = '[build-system]\nrequires = ["uv_build>=0.9"]\nbuild-backend = "uv_build"\n';
const hatch = (more: string): string =>
  `[build-system]\nrequires = ["hatchling", "hatch-vcs"]\nbuild-backend = "hatchling.build"\n${more}`;
const app = (version: string): string => `[project]\nname = "app"\n${version}\ndependencies = ["core"]\n
[project.scripts]\napp = "app:main"\n[tool.uv.sources]\ncore = { workspace = true }\n`;
const core = '[project]\nname = "core"\ndynamic = ["version"]\n';

/** Inputs of the bundle's target, resolved; what the plain project has is left out. */
function added(appToml: string, coreToml: string): string[] {
  const plain = inputs(`${app('version = "1"')}${uv}`, `[project]\nname = "core"\nversion = "1"\n${uv}`);
  return inputs(appToml, coreToml).filter((input) => !plain.includes(input));
}

function inputs(appToml: string, coreToml: string): string[] {
  const inferred = inferFixture({
    'apps/app/pyproject.toml': appToml,
    'apps/app/src/app/__init__.py': '',
    'libs/core/pyproject.toml': coreToml,
    'libs/core/src/core/__init__.py': '',
  });
  return inputsOf('apps/app', 'build', inferred).map((input) =>
    (typeof input === 'string' ? input : JSON.stringify(input)).replace('closure/root/', 'closure/<root>/'),
  );
}

it('has what git says in the key of a bundle, of a library too', () => {
  expect(
    added(`${app('version = "1"')}${uv}`, `${core}${hatch('[tool.hatch.version]\nsource = "vcs"\n')}`),
  ).toMatchInlineSnapshot(`
[
  "{"runtime":"node version.js libs/core"}",
  "{"input":"kilnVersion","projects":["core"]}",
  "{"dependentTasksOutputFiles":".kiln/closure/<root>/core.package.json"}",
]
`);
});

it('has all files that a version may be read from', () => {
  const found = added(
    `${app('dynamic = ["version"]')}${hatch('[tool.hatch.version]\npath = "VERSION.txt"\n')}`,
    `${core}${uv}`,
  );
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^\{"fileset":"\{projectRoot\}\/\{.*\bVERSION\.txt\}","includeIgnored":true\}$/),
      '{"input":"kilnVersion","projects":["core"]}',
      '{"dependentTasksOutputFiles":".kiln/closure/<root>/app.package.json"}',
      '{"dependentTasksOutputFiles":".kiln/closure/<root>/core.package.json"}',
    ]),
  );
});
