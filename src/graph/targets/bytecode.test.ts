import type { TargetConfiguration } from '@nx/devkit';
import { NEVER_TWICE } from '../../model/never-twice';
import { FILES } from '../../project/workspace.testing';
import { inferFixture } from '../infer.testing';

const APP = FILES['apps/app/pyproject.toml'] as string;
const bytecode = (table: string): TargetConfiguration =>
  inferFixture({ 'apps/app/pyproject.toml': `${APP}[tool.kiln.bytecode]\n${table}` }).projects.get('apps/app')?.node
    .targets?.bytecode as TargetConfiguration;

it('takes options from the table, and what is compiled into the key', () => {
  const project = bytecode('layout = "pycache"\noptimize = [0, 2]\n');
  expect(project.options).toMatchObject({ layout: 'pycache', optimize: [0, 2] });
  expect(JSON.stringify(project.inputs)).not.toMatch(/closure|"projects"/);
  expect(JSON.stringify(bytecode('scope = "dependencies"\n').inputs)).toContain('"projects":["core"');
  const site = bytecode('scope = "site"\n');
  expect(site).toMatchObject({ dependsOn: [{ target: 'closure' }], options: { platform: 'linux-x64' } });
  expect(JSON.stringify(site.inputs)).toContain('dependentTasksOutputFiles');
});

it('compiles for every Python that the project declares, unless its own table says which', () => {
  const optionsOf = (tables: string): object =>
    inferFixture({ 'apps/app/pyproject.toml': `${APP}${tables}` }).projects.get('apps/app')?.node.targets?.bytecode
      ?.options as object;
  const several = '[tool.kiln]\npythons = ["3.14", "3.11"]\n';
  expect(optionsOf(several)).toMatchObject({ pythons: ['3.14', '3.11'] });
  expect(optionsOf(several)).not.toHaveProperty('python');
  expect(optionsOf(`${several}[tool.kiln.bytecode]\npythons = ["cp313"]\n`)).toMatchObject({ pythons: ['cp313'] });
  const one = optionsOf('[tool.kiln]\npythons = ["3.11"]\n');
  expect(one).toMatchObject({ python: '3.11' });
  expect(one).not.toHaveProperty('pythons');
  const pypy = inferFixture({ 'apps/app/pyproject.toml': `${APP}[tool.kiln]\npythons = ["3.14", "pp311"]\n` });
  expect(pypy.projects.get('apps/app')?.node.targets?.bytecode?.cache).toBe(false);
});

it.each([
  ['pythons = ["3.14", "cp313"]', true],
  ['pythons = ["3.14", "system:3.13"]', false],
  ['pythons = ["pp311"]', false],
  ['pythons = ["pypy3.11"]', false],
])('%s is cached: %s', (table, cached) => {
  const target = bytecode(`${table}\n`);
  expect(target.cache).toBe(cached);
  expect(JSON.stringify(target.inputs).includes(JSON.stringify(NEVER_TWICE))).toBe(!cached);
});
