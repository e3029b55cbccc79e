import type { SbomFacts } from './sbom';

/** A bundle with one of everything. */
export const SBOM_FACTS: SbomFacts = {
  kind: 'application',
  project: { name: 'py-app', version: '1.2.0', requires: ['click', 'acme-core', 'not-here'] },
  platform: 'linux-arm64',
  digest: 'a'.repeat(64),
  projects: [{ name: 'acme-core', version: '0.3.0', requires: ['pydantic-core'] }],
  packages: [
    {
      name: 'pydantic-core',
      version: '2.46.1+local',
      licences: ['MIT'],
      sha256: 'b'.repeat(64),
      // Extras ask for their own package.
      requires: ['typing-extensions', 'pydantic-core'],
    },
    { name: 'click', version: '8.1.8', summary: 'Command line', licences: ['BSD-3-Clause OR Apache-2.0'] },
    { name: 'typing-extensions', version: '4.16.0', licences: ['PSF-2.0', 'Some Words'] },
    { name: 'odd', version: '1', licences: ['Do What You Like'] },
  ],
  runtime: { version: '3.14.6', identity: 'cpython-3.14.6-linux-arm64/sha256:abc/1' },
  tools: [
    { name: 'nx-kiln', version: '0.1.0' },
    { name: 'uv', version: '0.13.8' },
  ],
};
