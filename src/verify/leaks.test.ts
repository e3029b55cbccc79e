import { forbiddenTexts, isSecretName, leakFinder, refuseLeaks } from './leaks';

const home = '/root';
const places = { workspaceRoot: '/srv/ci/acme', home, cacheDir: `${home}/.cache/nx-kiln`, env: {} };
const texts = (changes: Partial<Parameters<typeof forbiddenTexts>[0]>): string[] =>
  forbiddenTexts({ ...places, ...changes }).map(({ text }) => text);
const find = (content: string | Buffer, changes: Partial<Parameters<typeof forbiddenTexts>[0]> = {}): string[] =>
  leakFinder(forbiddenTexts({ ...places, ...changes }))(Buffer.from(content as string));

describe('paths', () => {
  it('are the workspace, the cache, a home of a person and an own folder for temporary files', () => {
    const person = { home: '/users/ann/', cacheDir: '/var/cache/kiln', env: { TMPDIR: '/scratch/ann' } };
    expect(texts(person)).toEqual(['/srv/ci/acme', '/var/cache/kiln', '/users/ann/', '/scratch/ann']);
  });

  it('of a wheel’s own build machine are no leak, though this machine has the same home', () => {
    expect(find(`${home}/.cargo/registry/src/index.crates/serde/src/lib.rs\0${home}\0${home}/project/x.c`)).toEqual([]);
    const runner = `/${'home'}/runner`;
    expect(find(`${runner}/jobs/pydantic/src`, { home: runner, cacheDir: `${runner}/.cache/k` })).toEqual([]);
    expect(find('/project/src/numpy/core.c /project/x', { workspaceRoot: '/project' })).toEqual([]);
    expect(find('/tmp/pip-build-env/x.c /var/tmp/y', { env: { TMPDIR: '/tmp', TEMP: '/var/tmp/' } })).toEqual([]);
  });

  it('of this build are leaks, whatever stands around them', () => {
    const workspace = ['the path of the workspace'];
    expect(find('-I/srv/ci/acme/include')).toEqual(workspace);
    expect(find('a\x0c/srv/ci/acmer')).toEqual(workspace);
    expect(find(`x${home}/.cache/nx-kiln/store/1`)).toEqual(['the path of the cache folder']);
    expect(find('/project/libs/core/src/a.py', { workspaceRoot: '/project', folders: ['.', 'libs/core'] })).toEqual(
      workspace,
    );
    expect(find('/project/node_modules/x', { workspaceRoot: '/project' })).toEqual(workspace);
  });

  it('of a home need the separator: al is not alice', () => {
    const al = { home: '/users/al', cacheDir: '/var/cache/kiln' };
    expect(find('/users/alice/x', al)).toEqual([]);
    expect(find('/users/al/x', al)).toEqual(['the path of the home folder']);
  });

  it('of Windows are found with either separator and escaped', () => {
    const windows = { workspaceRoot: 'D:\\ci\\acme', home: 'C:\\Users\\runneradmin', cacheDir: 'D:\\kiln\\cache' };
    for (const spelling of ['D:\\ci\\acme\\x', 'D:/ci/acme/x', 'D:\\\\ci\\\\acme\\\\x']) {
      expect(find(spelling, windows)).toEqual(['the path of the workspace']);
    }
    expect(find('C:\\Users\\runneradmin\\x', windows)).toEqual([]);
  });

  it('that are short or the root of everything are not searched', () => {
    expect(texts({ workspaceRoot: '/', home: '/', cacheDir: '/c/d' })).toEqual([]);
  });
});

describe('secrets', () => {
  it('are the values of variables with a telling name', () => {
    const env = {
      NPM_TOKEN: 'npm_0123456789',
      UV_INDEX_ACME_PASSWORD: 'S3cret-word',
      SHORT_TOKEN: 'abc123',
      DB_PASSWORD: 'postgres',
      PIN_SECRET: '12345678',
      LONG_SECRET: 'correcthorsebattery',
      AUTHOR: 'Ann Example 1',
      PATH: '/usr/bin',
      HTTPS_PROXY: 'http://ann:pa55word@proxy:3128',
      UNSET_TOKEN: undefined,
    };
    expect(forbiddenTexts({ ...places, env }).slice(2)).toEqual([
      { what: 'the value of $NPM_TOKEN', text: 'npm_0123456789' },
      { what: 'the value of $UV_INDEX_ACME_PASSWORD', text: 'S3cret-word' },
      { what: 'the value of $LONG_SECRET', text: 'correcthorsebattery' },
      { what: 'the login in $HTTPS_PROXY', text: 'ann:pa55word' },
    ]);
  });

  it('have names of whole words', () => {
    const secret = ['API_KEY', 'apikey', 'AWS_SECRET_ACCESS_KEY', 'SSH_PRIVATE_KEY', 'npm_config__auth', 'PASSWD'];
    expect(secret.filter(isSecretName)).toEqual(secret);
    expect(['TOKENIZERS_PARALLELISM', 'MONKEY', 'AUTHOR', 'KEY'].filter(isSecretName)).toEqual([]);
  });
});

describe('leakFinder', () => {
  it('finds UTF-16LE', () => {
    expect(find(Buffer.from('x/srv/ci/acme/y', 'utf16le'))).toEqual(['the path of the workspace']);
    expect(find(Buffer.concat([Buffer.from('a'), Buffer.from('/srv/ci/acme', 'utf16le')]))).toHaveLength(1);
  });

  it('names the widest text that is there, and each once', () => {
    const forbidden = [
      { what: 'home', text: '/users/ann/' },
      { what: 'workspace', text: '/users/ann/acme' },
      { what: 'short', text: '/abc' },
    ];
    expect(leakFinder(forbidden)(Buffer.from('/abc /users/ann/acme/x /users/ann/acme/y'))).toEqual(['workspace']);
    expect(leakFinder(forbidden)(Buffer.from('/users/ann/other'))).toEqual(['home']);
    expect(leakFinder([])(Buffer.from('x'))).toEqual([]);
  });
});

it('names files and what they hold, never a secret', () => {
  const leaks = [
    { path: 'app/a.pyc', what: 'the value of $NPM_TOKEN' },
    { path: 'app/a.pyc', what: 'the path of the workspace' },
  ];
  expect(() => refuseLeaks(leaks)).toThrow(
    expect.objectContaining({
      code: 'VERIFY_LEAK',
      message: '1 file holds facts of this machine',
      lines: ['app/a.pyc: the value of $NPM_TOKEN', 'app/a.pyc: the path of the workspace'],
    }),
  );
  expect(() => refuseLeaks([])).not.toThrow();
});
