/** The private npm registry of the run, with nx-kiln in it. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './processes';
import { publishStandIns } from './registry-stand-ins';
import type { Setting } from './setting';

export interface Registry {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  stop(): void;
}

/** Starts it on a free port and publishes the packed plugin. */
export async function startRegistry(setting: Setting): Promise<Registry> {
  const { root, tarball } = setting;
  const storage = join(root, 'registry');
  mkdirSync(storage, { recursive: true });
  const here = { cwd: root, env: process.env };
  const upstream = (await must(['npm', 'config', 'get', 'registry'], here)).trim();
  const child = spawn(process.execPath, [join(__dirname, 'registry-server.mjs'), storage, upstream], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const ready = /ready (\d+)/.exec(said);
      if (ready) {
        resolve(ready[1] as string);
      }
    });
    child.on('exit', (code) => reject(new Error(`the local registry ended with ${code}: ${said}`)));
  });
  const url = `http://127.0.0.1:${port}/`;
  // The registry lets anybody publish, but npm wants to send some token.
  await must(['npm', 'publish', tarball, `--registry=${url}`, `--//127.0.0.1:${port}/:_authToken=anybody`], {
    cwd: root,
    env: process.env,
  });
  await publishStandIns(url, setting);
  return { url, stop: () => child.stdin.end() };
}
