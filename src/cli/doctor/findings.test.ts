import { inferProjects } from '../../graph/infer';
import type { GraphView } from '../../graph/selection';
import { memoryDisk } from '../../project/disk';
import { FILES } from '../../project/workspace.testing';
import { describeProjects } from '../projects';
import { findingLines } from './doctor';
import { findProblems } from './findings';

type Files = Readonly<Record<string, string>>;

function inferred(files: Files) {
  return inferProjects(Object.keys(files), {}, memoryDisk(files), {
    host: 'linux-x64',
    commands: { runners: 'r', around: () => 'a', version: () => 'v', packed: () => 'p' },
  });
}

function problems(files: Files, change: (target: Record<string, unknown>) => void = () => undefined): string[] {
  const found = inferred(files);
  const nodes = Object.fromEntries(
    [...found.projects].map(([root, { node }]) => {
      const data = { ...structuredClone(node), root };
      Object.values(data.targets ?? {}).forEach((target) => change(target as Record<string, unknown>));
      return [node.name, { data }];
    }),
  );
  const graph = { nodes, dependencies: {} } as unknown as GraphView;
  return findProblems(found, graph, memoryDisk(files)).map((finding) => findingLines(finding).join('\n'));
}

it('has nothing to say about a sound workspace', () => {
  expect(problems(FILES)).toEqual([]);
});

it('names the file and line of a broken manifest once, and who needs it', () => {
  const found = problems({ ...FILES, 'libs/core/pyproject.toml': '[project]\nname = "core"\nversion = = 1\n' });
  expect(found.filter((text) => text.includes('fix: correct the file'))).toEqual([
    expect.stringMatching(/^error libs\/core\/pyproject\.toml:3: is not valid TOML/),
  ]);
  expect(found).toContainEqual(
    expect.stringMatching(/^error apps\/app\/pyproject\.toml: needs a project that cannot be read/),
  );
});

it('says what a lock lacks, and that one cannot be read', () => {
  const app = (FILES['apps/app/pyproject.toml'] as string).replace('click>=8,<9', 'click>=9');
  expect(problems({ ...FILES, 'apps/app/pyproject.toml': app })).toContainEqual(
    expect.stringMatching(
      /^error apps\/app\/pyproject\.toml: dependencies: click>=9 is not in the lock\n {2}fix: run `uv lock`/,
    ),
  );
  expect(problems({ ...FILES, 'uv.lock': 'version = = 1' })).toEqual([expect.stringMatching(/^error uv\.lock:1: /)]);
});

it('warns where requirements above a project lack something, and errs where they lie beside it', () => {
  const manifest = (name: string) => `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["click"]\n`;
  const files = {
    'requirements.txt': 'idna==3\n',
    'pyproject.toml': manifest('top'),
    'a/pyproject.toml': manifest('a'),
  };
  expect(problems(files).filter((text) => text.includes('click'))).toEqual([
    expect.stringMatching(/^error pyproject\.toml: dependencies: click/),
    expect.stringMatching(/^warning a\/pyproject\.toml: dependencies: click/),
  ]);
});

it('finds what [tool.kiln] has wrong, and two projects of one name', () => {
  const text = (FILES['libs/text/pyproject.toml'] as string).replace(
    '[project.opt',
    '[tool.kiln]\nplatform = 1\n[project.opt',
  );
  expect(problems({ ...FILES, 'libs/text/pyproject.toml': text })).toEqual([
    expect.stringMatching(/^error libs\/text\/pyproject\.toml: \[tool\.kiln\] is not valid\n.*no 'platform'/),
  ]);
  const twin = { ...FILES, 'other/pyproject.toml': '[project]\nname = "Core"\nversion = "1"\n' };
  expect(problems(twin)).toContainEqual(
    expect.stringMatching(/^warning .*2 projects are called core: libs\/core, other/),
  );
});

it('finds targets that lost inputs, without printing all of them', () => {
  const found = problems(FILES, (target) => {
    target.inputs = ['default'];
  });
  expect(found[0]).toMatch(/^error nx\.json: .* lost inputs that Kiln inferred\n {2}missing in inputs/);
  expect(found[0]?.split('\n').length).toBeLessThan(10);
});

it('describes projects', () => {
  expect(describeProjects(inferred(FILES)).find(({ name }) => name === 'app')).toMatchObject({
    root: 'apps/app',
    manager: 'uv',
    lock: 'uv.lock',
    modules: ['app'],
    tools: expect.arrayContaining(['bundle']),
  });
});
