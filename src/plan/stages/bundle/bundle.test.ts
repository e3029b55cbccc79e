import type { Action, Assembly, Mapped, Step } from '../../../engine/types';
import { cell } from '../../../model/cells';
import { type Platform, platformById } from '../../../model/platforms';
import { freezeRequest, project } from '../../plan.testing';
import { bundle, executableOf } from './bundle';

/** One line per step: what a person would check in a review. */
function line(id: string, step: Step): string {
  switch (step.kind) {
    case 'action':
      return `${id}: ${step.needs.network === 'fetch' ? '[network] ' : ''}${step.argv.join(' ')} → ${step.outputs.join(' ')}`;
    case 'mapped':
      return `${id}: each ${step.rename.from} of ${source(step.over)} as ${step.displayPrefix}*, ${step.onError} on errors`;
    case 'assembly':
      return `${id}: ${step.place.map((p) => `${source(p.from)} → ${p.at || '.'}`).join('; ')}`;
  }
}
const source = (from: object): string =>
  Object.values(from)
    .join('/')
    .replace(/(\w)\1{60,}/, '$1…');
const lines = (steps: Readonly<Record<string, Step>>) =>
  Object.entries(steps)
    .map(([id, step]) => line(id, step))
    .join('\n');
const host = platformById('linux-x64') as Platform;

it('plans a bundle for another platform', () => {
  const { plan } = bundle.plan(freezeRequest());
  expect(lines(plan.steps)).toMatchInlineSnapshot(`
"runtime-files: runtime → .
stdlib: each .py of runtime-files/lib/python3.14 as runtime/lib/python3.14/*, keep on errors
app-files: a… → .; 0de30671410e405994f254c9090573a1f97d1f33006b0d43e661f199d8c7535d → .
app: each .py of app-files as app/*, fail on errors
requirements: {toolchain:uv}/uv export --quiet --frozen --offline --no-config --no-python-downloads --python {toolchain:python}/bin/python3 --project in/lock --package py-app --no-default-groups --no-emit-local --no-header --no-annotate --output-file out/requirements.txt → out/requirements.txt
site-files: [network] {toolchain:python}/bin/python3 -I -S -B -X utf8 in/fetch_site.py {toolchain:uv}/uv aarch64-manylinux_2_28 3.14.6 in/requirements.txt out/site → out/site
site: each .py of site-files/out/site as site/*, keep on errors
pth: site-files/out/site → .
boot: each .py of 7af1ecda806ab765eb8039ed9515287efaa92fa1b5e2228288dc94f7a43e4d18 as *, fail on errors
launch: {toolchain:python}/bin/python3 -I -S -B -X utf8 in/launch_cfg.py in/launch.cfg in/site out → out
bundle: d… → .; d… → runtime; runtime-files → runtime; stdlib → runtime/lib/python3.14; app → app; boot → .; site → site; launch/out → .
artefact: bundle → py-app"
`);
});

it('asks for wheels of the oldest macOS that is allowed, on macOS alone', () => {
  const environment = (id: string) => {
    const request = freezeRequest({ maxMacos: '14.0' });
    const { plan } = bundle.plan({ ...request, cell: cell('cp314', platformById(id) as Platform) });
    return (plan.steps['site-files'] as Action).env.MACOSX_DEPLOYMENT_TARGET;
  };
  expect(environment('macos-arm64')).toBe('14.0');
  expect(environment('linux-arm64')).toBeUndefined();
});

it('plans no fetching without third-party packages', () => {
  const request = freezeRequest();
  const { plan } = bundle.plan({ ...request, lock: { kind: 'none' } });
  expect(Object.keys(plan.steps)).not.toContain('site-files');
  expect(lines(plan.steps)).not.toContain('[network]');
});

it('packs an archive when asked, named by project, version and cell', () => {
  const { plan } = bundle.plan(freezeRequest({ archive: 'tar.gz' }));
  const { archive, artefact } = plan.steps;
  expect(archive && line('archive', archive)).toMatch(/py-app out\/py-app-1\.2\.0-cp314-linux-arm64\.tar\.gz →/);
  expect(artefact && line('artefact', artefact)).toBe('artefact: bundle → py-app; archive/out → .');
});

it('differs between platforms only where a platform is meant', () => {
  const differing = (platform: string) => {
    const arm = bundle.plan(freezeRequest()).plan.steps;
    const other = bundle.plan(freezeRequest({}, platform)).plan.steps;
    return Object.keys(arm).filter(
      (id) => JSON.stringify({ ...arm[id], label: '' }) !== JSON.stringify({ ...other[id], label: '' }),
    );
  };
  expect(differing('linux-x64')).toEqual(['site-files']);
});

it('refuses a launcher that would hide a folder of the layout', () => {
  const request = freezeRequest();
  const app = { ...request.application, project: project({ scripts: { app: 'py_app.cli:main' } }) };
  expect(() => bundle.plan({ ...request, application: app })).toThrow(/launcher called 'app'/);
  expect(() =>
    bundle.plan({ ...request, application: app, options: { ...request.options, name: 'cli' } }),
  ).not.toThrow();
});

it.each([
  ['linux-s390x', 'cp314', 'no'],
  ['linux-arm64', 'cp39', 'no'],
  ['linux-arm64', 'cp313t', 'no'],
  ['linux-arm64', 'pp311', 'no'],
  ['linux-arm64', 'cp310', 'cross'],
  ['linux-arm64', 'cp314', 'cross'],
  ['linux-x64', 'cp314', 'native'],
])('%s with %s: %s', (platform, python, how) => {
  expect(bundle.supports(host, cell(python, platformById(platform) as Platform)).how).toBe(how);
});

it('takes the exact packages of other managers’ locks as they are, without uv’s export', () => {
  const { plan, texts } = bundle.plan({ ...freezeRequest(), lock: { kind: 'requirements', text: 'click==8.5.1\n' } });
  const text = texts.find(({ files }) => 'requirements.txt' in files);
  expect(plan.steps.requirements).toBeUndefined();
  expect(JSON.stringify(plan.steps['site-files'])).toContain(`"tree":"${text?.digest}","path":"requirements.txt"`);
});

it('lays a bundle out for Windows, with a launcher without console for scripts of a desktop', () => {
  const request = freezeRequest({ archive: 'auto', entryPoints: ['window'] }, 'windows-x64');
  const app = { ...request.application, project: project({ guiScripts: { window: 'py_app.cli:main' } }) };
  const { plan } = bundle.plan({ ...request, application: app });
  const { bundle: layout, archive } = plan.steps as Record<string, Assembly>;
  expect(layout?.place.slice(0, 3).map(({ at, rename }) => ({ at, ...rename }))).toEqual([
    { at: '', launcher: 'py-app.exe' },
    { at: '', launcherw: 'window.exe' },
    { at: 'runtime', launcher: 'python.exe' },
  ]);
  expect(archive && line('archive', archive)).toMatch(
    /archive.py zip in\/folder py-app out\/.*-cp314-windows-x64\.zip/,
  );
  expect(executableOf({ ...request, application: app })).toBe('py-app/py-app.exe');
});

it('keeps sources beside their bytecode where they are asked for', () => {
  const shipped = (sources: 'none' | 'app' | 'all') => {
    const { plan } = bundle.plan(freezeRequest({ sources }));
    return ['stdlib', 'app', 'site', 'boot'].filter((id) => (plan.steps[id] as Mapped).keepMapped);
  };
  expect([shipped('none'), shipped('app'), shipped('all')]).toEqual([[], ['app'], ['stdlib', 'app', 'site']]);
  const { plan } = bundle.plan(freezeRequest({ sources: 'app' }));
  expect((plan.steps.app as Mapped).rename).toEqual({ from: '.py', to: '.cpython-314.pyc', folder: '__pycache__' });
});

it('ends in one file where that is asked for, and packs that', () => {
  const request = freezeRequest({ onefile: true, archive: 'tar.gz' });
  const { plan } = bundle.plan({ ...request, assets: { ...request.assets, onefile: 'e'.repeat(64) } });
  const { artefact, archive } = plan.steps as { artefact: Assembly; archive: Action };
  expect(line('artefact', artefact)).toBe('artefact: onefile → .; archive/out → .; trim/out/stdlib-trimmed.txt → .');
  expect(archive.mounts.at(-1)).toEqual({ at: 'in/folder', from: { action: 'onefile' } });
  expect(executableOf(request)).toBe('py-app');
});

it('trims the standard library of one file, unless it shall be whole', () => {
  const request = freezeRequest({ onefile: true });
  const steps = (stdlib: 'auto' | 'full') => {
    const options = { ...request.options, stdlib };
    return bundle.plan({ ...request, options, assets: { ...request.assets, onefile: 'e'.repeat(64) } }).plan.steps;
  };
  expect(steps('auto')).toHaveProperty('trim');
  expect(steps('full')).not.toHaveProperty('trim');
  expect(bundle.plan(freezeRequest({})).plan.steps).not.toHaveProperty('trim');
});

it('compiles what is left of a trimmed standard library, and says what that is', () => {
  const { plan } = bundle.plan(freezeRequest({ stdlib: 'trimmed', stdlibKeep: ['sqlite3'] }));
  const { trim, stdlib, artefact } = plan.steps as { trim: Action; stdlib: Mapped; artefact: Assembly };
  expect(trim.argv.slice(-6).join(' ')).toBe(
    'in/runtime lib/python3.14 lib/python3.14/lib-dynload in/code out sqlite3',
  );
  expect(stdlib.over).toEqual({ action: 'trimmed', path: 'lib/python3.14' });
  expect(artefact.place.at(-1)?.from).toEqual({ action: 'trim', path: 'out/stdlib-trimmed.txt' });
});

it('looks for modules of the standard library in added files too', () => {
  const request = freezeRequest({ stdlib: 'trimmed' });
  const data = [{ tree: 'e'.repeat(64), at: 'app/plugins' }];
  const { trim } = bundle.plan({ ...request, data }).plan.steps as { trim: Action };
  expect(trim.mounts.slice(-3).map(({ at }) => at)).toEqual(['in/code/app', 'in/code/site', 'in/code/data/0']);
});

it('finds scripts of packages in a step, before their boot files are compiled', () => {
  const { plan } = bundle.plan(freezeRequest({ dependencyScripts: ['httpie:http'] }));
  expect(line('scripts', plan.steps.scripts as Step)).toMatch(
    /entry_scripts.py in\/site in\/boot.txt out httpie:http → out$/,
  );
  expect((plan.steps.boot as Mapped).over).toEqual({ action: 'boot-files' });
});

it('refuses scripts of packages where there are none', () => {
  const request = freezeRequest({ dependencyScripts: ['httpie:http'] });
  expect(() => bundle.plan({ ...request, lock: { kind: 'none' } })).toThrow(
    "dependencyScripts: no locked package has 'httpie:http'",
  );
});

it('lays out nothing that a start would read twice or in vain, and what was added', () => {
  const data = [{ tree: 'e'.repeat(64), at: 'etc' }];
  const { bundle: layout } = bundle.plan({ ...freezeRequest(), data }).plan.steps as { bundle: Assembly };
  const from = (id: string) => layout.place.find((place) => source(place.from) === id);
  expect(from('runtime-files')?.exclude).toEqual(['lib/python3.14/**']);
  expect(from('site')?.exclude).toEqual(['*.pth']);
  expect(layout.place.at(-1)).toEqual({ from: { tree: 'e'.repeat(64) }, at: 'etc' });
});

it('starts scripts of a desktop by the usual launcher where systems know no other', () => {
  const request = freezeRequest({ entryPoints: ['window'] });
  const app = { ...request.application, project: project({ guiScripts: { window: 'py_app.cli:main' } }) };
  const { bundle: layout } = bundle.plan({ ...request, application: app }).plan.steps as { bundle: Assembly };
  expect(layout.place[1]?.rename).toEqual({ launcher: 'window' });
});

it('refuses further entry points whose module is not there', () => {
  expect(() => bundle.plan(freezeRequest({ entryPoints: ['x=py_app.gone:main'] }))).toThrow(
    "names the module 'py_app.gone'",
  );
});

it('compiles everything at the level that was asked for', () => {
  const { steps } = bundle.plan(freezeRequest({ optimize: 2 })).plan;
  const levels = ['stdlib', 'app', 'site', 'boot'].map((id) => (steps[id] as Mapped).worker.argv.slice(-2));
  expect(levels).toEqual(Array(4).fill(['2', 'unchecked-hash']));
});

it('lets the user’s own default of a variable win', () => {
  const own = freezeRequest({ certificates: 'bundled', env: ['SSL_CERT_FILE={bundle}/etc/ca.pem'] });
  const { texts } = bundle.plan({ ...own, packages: ['certifi'] });
  const config = texts.map(({ files }) => files['launch.cfg'] ?? '').join('');
  expect(config.match(/^env .*$/gm)).toEqual(['env SSL_CERT_FILE={bundle}/etc/ca.pem']);
});

it('refuses to bundle certificates and time zones that are not locked', () => {
  const request = freezeRequest({ certificates: 'bundled' });
  expect(() => bundle.plan(request)).toThrow('certificates=bundled needs the package certifi');
  const { texts } = bundle.plan({ ...request, packages: ['certifi'] });
  expect(texts.map(({ files }) => files['launch.cfg'] ?? '').join('')).toContain(
    'env SSL_CERT_FILE={bundle}/site/certifi/cacert.pem\n',
  );
  expect(() => bundle.plan(freezeRequest({ timezones: 'bundled' }))).toThrow(
    'timezones=bundled needs the package tzdata',
  );
});

it('compiles the same library for every platform, under the same display paths', () => {
  const stdlib = (platform: string) => bundle.plan(freezeRequest({}, platform)).plan.steps.stdlib as Mapped;
  expect(stdlib('windows-x64').over).toEqual({ action: 'runtime-files', path: 'Lib' });
  expect(stdlib('windows-x64').displayPrefix).toBe(stdlib('linux-x64').displayPrefix);
});
