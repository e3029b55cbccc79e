import { FILES } from '../../project/workspace.testing';
import { inferFixture } from '../infer.testing';

it('caches pyright only where no other project lies below, for it reads that too', () => {
  const typecheck = (tool: string, extra: Readonly<Record<string, string>> = {}) => {
    const app = (FILES['apps/app/pyproject.toml'] as string).replace('["hypothesis"]', `["hypothesis", "${tool}"]`);
    const { projects } = inferFixture({ 'apps/app/pyproject.toml': app, ...extra });
    return projects.get('apps/app')?.node.targets?.typecheck?.cache;
  };
  const below = { 'apps/app/plugins/one/pyproject.toml': '[project]\nname = "one"\nversion = "1"\n' };
  expect([typecheck('pyright'), typecheck('pyright', below), typecheck('mypy', below)]).toEqual([true, false, true]);
});
