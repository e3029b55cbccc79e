// A private npm registry on a free loopback port: nx-kiln is only ever what was published to it, all else comes from the
// user's own registry. argv: storage folder, user's registry. Prints `ready <port>`.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [storage, upstream] = process.argv.slice(2);
const { runServer } = createRequire(import.meta.url)('verdaccio');
const app = await runServer({
  self_path: join(storage, 'config.yaml'),
  storage: join(storage, 'packages'),
  auth: { htpasswd: { file: join(storage, 'htpasswd') } },
  uplinks: { user: { url: upstream, maxage: '60m', timeout: '120s' } },
  packages: {
    'nx-kiln': { access: '$all', publish: '$all' },
    '@nx/nx-*': { access: '$all', publish: '$all', proxy: 'user' },
    '**': { access: '$all', proxy: 'user' },
  },
  web: { enable: false },
  log: { type: 'stdout', format: 'pretty', level: 'fatal' },
});
const server = app.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
// Ends with the process that started it.
process.stdin.on('end', () => process.exit(0)).resume();
