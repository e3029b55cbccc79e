import { pdmLock } from './pdm';

const read = (text: string, metadata = 'lock_version = "4.5.0"') =>
  pdmLock.read('pdm.lock', `[metadata]\n${metadata}\n${text}`);
const first = (rest: string) => read(`[[package]]\nname = "X_y"\nversion = "1"\n${rest}\n`).packages[0];

it.each([
  ['', { kind: 'registry', url: '' }],
  ['path = "./libs/x"\neditable = true', { kind: 'workspace', path: './libs/x' }],
  ['path = "./vendor/x-1.tar.gz"', { kind: 'path', path: './vendor/x-1.tar.gz' }],
  ['url = "https://files.example/x.zip"', { kind: 'url', url: 'https://files.example/x.zip' }],
  [
    'git = "https://git.example/x.git"\nref = "main"\nrevision = "abc"',
    { kind: 'git', url: 'https://git.example/x.git', commit: 'abc' },
  ],
])('reads a source %j', (source, expected) => {
  expect(first(source)).toMatchObject({ name: 'x-y', source: expected });
});

it('joins an entry with extras to the one without', () => {
  const entry = (extras: string, dependencies: string) =>
    `[[package]]\nname = "requests"\nversion = "2"\n${extras}dependencies = [${dependencies}]\n`;
  const lock = read(
    `${entry('', '"idna<4; os_name == \'nt\'"')}${entry('extras = ["Socks"]\n', '"PySocks>=1", "requests==2"')}${entry('extras = ["socks", "zip"]\n', '"PySocks>=1", "zipp"')}`,
  );
  expect(lock.packages).toHaveLength(1);
  expect(lock.packages[0]).toMatchObject({
    dependencies: [{ name: 'idna', specifier: '<4', marker: "os_name == 'nt'" }],
    optionalDependencies: {
      socks: [{ name: 'pysocks', specifier: '>=1' }, { name: 'requests' }],
      zip: [{ name: 'pysocks' }, { name: 'zipp' }],
    },
  });
});

it('reads files of an entry and, of older formats, at the end; markers, groups, Pythons', () => {
  const files =
    '[{ file = "a-1-py3-none-any.whl", hash = "sha256:00" }, { url = "https://f.example/a-1.tar.gz", hash = "sha256:11" }]';
  const expected = { wheels: [{ hash: 'sha256:00' }], sdist: { filename: 'a-1.tar.gz', hash: 'sha256:11' } };
  expect(first(`files = ${files}\nmarker = "os_name == 'nt'"`)).toMatchObject({
    ...expected,
    markers: ["os_name == 'nt'"],
  });
  const old = read(
    `[metadata.files]\n"A 1" = ${files}\n[[package]]\nname = "A"\nversion = "1"\n`,
    'lock_version = "4.0"\ngroups = ["default", "Dev"]\n[[metadata.targets]]\nrequires_python = ">=3.10"',
  );
  expect(old).toMatchObject({ requiresPython: '>=3.10', coversGroups: ['default', 'dev'], packages: [expected] });
});
