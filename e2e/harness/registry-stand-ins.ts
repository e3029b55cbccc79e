/**
 * Nx names its native part for each platform as an optional package. A mirror that holds only those of its own machines
 * answers npm and pnpm well enough, but yarn refuses to resolve without all: for these, empty packages stand in.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './processes';
import type { Setting } from './setting';

/** @param url the run's own registry */
export async function publishStandIns(url: string, { root, template }: Setting): Promise<void> {
  const { optionalDependencies = {} } = JSON.parse(
    readFileSync(join(template, 'node_modules/nx/package.json'), 'utf8'),
  ) as { optionalDependencies?: Record<string, string> };
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const known = await fetch(`${url}${name.replace('/', '%2f')}`);
    const { versions = {} } = (known.ok ? await known.json() : {}) as { versions?: Record<string, unknown> };
    if (!(version in versions)) {
      await publish(url, name, version, await pack(join(root, 'stand-ins', name), { name, version }));
    }
  }
}

/** No system is called `none`: a package manager resolves it and installs it nowhere. */
async function pack(folder: string, { name, version }: { name: string; version: string }): Promise<Buffer> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, os: ['none'] }));
  const packed = JSON.parse(await must(['npm', 'pack', '--json'], { cwd: folder, env: process.env })) as {
    filename: string;
  }[];
  return readFileSync(join(folder, packed[0]?.filename as string));
}

async function publish(url: string, name: string, version: string, tarball: Buffer): Promise<void> {
  const file = `${name}-${version}.tgz`;
  const digest = (kind: string) => createHash(kind).update(tarball);
  const dist = {
    shasum: digest('sha1').digest('hex'),
    integrity: `sha512-${digest('sha512').digest('base64')}`,
    tarball: `${url}${name}/-/${file}`,
  };
  const answer = await fetch(`${url}${name.replace('/', '%2f')}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      _id: name,
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, os: ['none'], dist } },
      _attachments: {
        [file]: {
          content_type: 'application/octet-stream',
          data: tarball.toString('base64'),
          length: tarball.length,
        },
      },
    }),
  });
  if (!answer.ok) {
    throw new Error(`${name}@${version} cannot be published: ${answer.status} ${await answer.text()}`);
  }
}
