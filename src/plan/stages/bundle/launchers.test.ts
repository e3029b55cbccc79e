import { project } from '../../plan.testing';
import { chooseLaunchers } from './launchers';

const scripts = { 'py-app': 'py_app.cli:main', serve: 'py_app.web:run', admin: 'py_app.admin:main' };
const none = { entryPoints: [], dependencyScripts: [] };
const names = (options: object, over: { scripts: Record<string, string> } = { scripts }) => {
  const { main, others, dependencies } = chooseLaunchers(project(over), { ...none, ...options });
  return [main, ...others]
    .map((e) => `${e.name}=${e.module}`)
    .concat(dependencies.map((d) => `${d.package}:${d.name}`));
};

it.each([
  [{}, ['py-app=py_app.cli']],
  [{ entryPoint: 'serve' }, ['serve=py_app.web']],
  [{ entryPoints: ['serve', 'x=py_app.x:y'] }, ['py-app=py_app.cli', 'serve=py_app.web', 'x=py_app.x']],
  [{ entryPoints: ['*'] }, ['py-app=py_app.cli', 'admin=py_app.admin', 'serve=py_app.web']],
  [{ entryPoints: ['py-app'], name: 'tool' }, ['tool=py_app.cli']],
  [{ dependencyScripts: ['black', 'httpie:http'] }, ['py-app=py_app.cli', 'undefined:black', 'httpie:http']],
])('%j', (options, expected) => {
  expect(names(options)).toEqual(expected);
});

it('is called after the first one listed where nothing says which is the main one', () => {
  const two = { scripts: { serve: 'py_app.web:run', admin: 'py_app.admin:main' } };
  expect(names({ entryPoints: ['serve', 'admin'] }, two)).toEqual(['serve=py_app.web', 'admin=py_app.admin']);
  expect(() => names({}, two)).toThrow('has 2 scripts');
});

it.each([
  [{ name: 'app' }, "cannot have a launcher called 'app'"],
  [{ entryPoints: ['boot=py_app.cli:main'] }, "cannot have a launcher called 'boot'"],
  [{ entryPoints: ['a b=py_app.cli:main'] }, 'says no name for its launcher'],
  [{ entryPoints: ['a/b=py_app.cli:main'] }, "'a/b' cannot be the name of a launcher"],
  [{ entryPoints: ['py_app.cli:main'] }, 'says no name for its launcher'],
  [{ name: '..' }, "'..' cannot be the name of a launcher"],
  [{ name: 'x'.repeat(129) }, 'cannot be the name of a launcher'],
  [{ name: 'kiln.json' }, "cannot have a launcher called 'kiln.json'"],
  [{ name: 'sbom.cdx.json' }, "cannot have a launcher called 'sbom.cdx.json'"],
  [{ name: 'stdlib-trimmed.txt' }, "cannot have a launcher called 'stdlib-trimmed.txt'"],
  [{ entryPoint: 'constructor' }, "has no script 'constructor'"],
  [{ entryPoints: ['missing'] }, "has no script 'missing'"],
  [{ dependencyScripts: ['Serve'], entryPoints: ['serve'] }, "two launchers of Py.App are called 'Serve'"],
])('refuses %j', (options, message) => {
  expect(() => names(options)).toThrow(message);
});
