import { maskStream, maskText, secretsOf } from './secrets';

const env = {
  UV_INDEX_CORP_PASSWORD: 'pa ss/w',
  UV_INDEX_CORP_USERNAME: 'alice',
  UV_INDEX_URL: 'https://bob:hunter22@index.example/simple',
  ALL_PROXY: 'http://tok3n@proxy.example:8080',
  SSL_CERT_FILE: '/etc/ssl/ca.pem',
  MY_SECRET_FILE: '/run/secret',
  GITHUB_TOKEN: 'ghp_123',
  GITHUB_TOKEN_LONG: 'ghp_12345',
  X_AUTH: 'ab',
};

it('finds values of secret names and credentials in URLs, in every spelling, longest first', () => {
  expect(secretsOf(env)).toEqual(
    ['bob:hunter22', 'bob%3Ahunter22', 'pa%20ss%2Fw', 'ghp_12345', 'hunter22', 'pa ss/w', 'ghp_123', 'tok3n'].sort(
      (a, b) => b.length - a.length,
    ),
  );
});

it('masks them, and whatever looks like credentials in a URL', () => {
  const text = 'GET https://bob:hunter22@index.example/ with ghp_12345, pa%20ss%2Fw; git+https://eve:x@host/y';
  expect(maskText(text, secretsOf(env))).toBe('GET https://***@index.example/ with ***, ***; git+https://***@host/y');
});

const through = (chunks: string[], secrets: string[]): string => {
  const stream = maskStream(secrets);
  return `${chunks.map((chunk) => stream.push(Buffer.from(chunk, 'latin1'))).join('')}${stream.end()}`;
};

it('finds a secret that is cut by chunks', () => {
  expect(through(['token is hun', 'ter', '22\nnext hunter', '22'], ['hunter22'])).toBe('token is ***\nnext ***');
});

it('keeps characters that are cut by chunks', () => {
  const bytes = Buffer.from('grüße').toString('latin1');
  expect(through([bytes.slice(0, 3), bytes.slice(3)], [])).toBe('grüße');
});

it('shows lines as they come, and a line without end in pieces that hide no secret', () => {
  const stream = maskStream(['hunter22']);
  expect(stream.push(Buffer.from('one\ntwo'))).toBe('one\n');
  const long = `${'x'.repeat(70_000)}hunter22`;
  const shown = stream.push(Buffer.from(long.slice(0, -4))) + stream.push(Buffer.from(long.slice(-4))) + stream.end();
  expect(shown).toBe(`two${'x'.repeat(70_000)}***`);
});

it('masks a secret of several lines line by line', () => {
  expect(maskText('BEGIN\nabcdef\nEND', secretsOf({ PRIVATE_KEY: 'BEGIN\nabcdef' }))).toBe('***\n***\nEND');
});
