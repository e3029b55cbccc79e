import { fetchEnvironment, goEnvironment, pipEnvironment, uvEnvironment } from './fetch-env';

const user = {
  PATH: '/bin',
  HOME: '/h',
  AWS_SECRET_ACCESS_KEY: 'secret',
  NPM_TOKEN: 'secret',
  SSL_CERT_FILE: '/ca.pem',
  https_proxy: 'http://proxy.example:3128',
  NO_PROXY: 'localhost',
  UV_INDEX_ACME_USERNAME: 'u',
  UV_INDEX_ACME_PASSWORD: 'p',
  UV_DEFAULT_INDEX: 'https://index.example/simple',
  UV_PRERELEASE: 'allow',
  UV_PYTHON_INSTALL_MIRROR: 'https://mirror.example',
  UV_PROJECT: '/elsewhere',
  PIP_INDEX_URL: 'https://index.example/simple',
  PIP_TARGET: '/elsewhere',
  PIP_REQUIRE_VIRTUALENV: '1',
  GOPROXY: 'https://go.example',
  GOFLAGS: '-mod=vendor -insecure',
  EMPTY: '',
  UV_FIND_LINKS: '',
};

it('lets through what fetching needs, and nothing else', () => {
  expect(fetchEnvironment(user)).toEqual({
    SSL_CERT_FILE: '/ca.pem',
    https_proxy: 'http://proxy.example:3128',
    NO_PROXY: 'localhost',
    UV_INDEX_ACME_USERNAME: 'u',
    UV_INDEX_ACME_PASSWORD: 'p',
    UV_DEFAULT_INDEX: 'https://index.example/simple',
  });
});

it('names the files of the home that a sandbox hides', () => {
  const isFile = (path: string): boolean => path.includes('netrc') || path.includes('uv.toml');
  expect(fetchEnvironment({ HOME: '/h' }, { isFile })).toEqual({
    NETRC: '/h/.netrc',
    UV_CONFIG_FILE: '/h/.config/uv/uv.toml',
  });
  expect(fetchEnvironment({ HOME: '/h', NETRC: '/n', XDG_CONFIG_HOME: '/x' }, { isFile })).toEqual({
    NETRC: '/n',
    UV_CONFIG_FILE: '/x/uv/uv.toml',
  });
  expect(fetchEnvironment({ HOME: '/h' }, { isFile: () => false })).toEqual({});
});

it('adds the indexes of the workspace after the user’s own', () => {
  const workspaceIndexes = [
    { name: 'acme', url: 'https://acme.example/simple' },
    { url: 'https://main.example/simple', default: true },
  ];
  expect(fetchEnvironment({}, { workspaceIndexes })).toEqual({
    UV_INDEX: 'acme=https://acme.example/simple',
    UV_DEFAULT_INDEX: 'https://main.example/simple',
  });
  expect(
    fetchEnvironment({ UV_INDEX: 'https://mine.example', UV_INDEX_URL: 'https://own.example' }, { workspaceIndexes }),
  ).toEqual({
    UV_INDEX: 'https://mine.example acme=https://acme.example/simple',
    UV_INDEX_URL: 'https://own.example',
  });
});

it('gives each client its own settings', () => {
  expect(uvEnvironment(user)).toMatchObject({
    PATH: '/bin',
    HOME: '/h',
    UV_PYTHON_INSTALL_MIRROR: 'https://mirror.example',
  });
  expect(Object.keys(uvEnvironment(user))).not.toEqual(expect.arrayContaining(['UV_PROJECT']));
  expect(Object.keys(pipEnvironment(user)).sort()).toEqual(
    ['HOME', 'NO_PROXY', 'PATH', 'PIP_INDEX_URL', 'SSL_CERT_FILE', 'https_proxy'].sort(),
  );
  expect(goEnvironment(user)).toMatchObject({ GOPROXY: 'https://go.example', GOFLAGS: '-insecure -mod=mod' });
});

it('gives nobody a secret of something else', () => {
  const all = [fetchEnvironment(user), uvEnvironment(user), pipEnvironment(user), goEnvironment(user)];
  expect(JSON.stringify(all)).not.toContain('secret');
});
