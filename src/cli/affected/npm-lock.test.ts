import { packageChange } from './npm-lock';

const npm = (version: string, other = '1') =>
  JSON.stringify({
    packages: { 'node_modules/nx-kiln': { version, integrity: version }, 'node_modules/x': { version: other } },
  });
const pnpm = (version: string, nx = '24.0.6') =>
  `packages:\n\n  nx-kiln@${version}:\n    resolution: {integrity: sha512-${version}}\n    engines: {node: '>=20'}\n\n  x@1.0.0:\n    resolution: {integrity: y}\n\nsnapshots:\n\n  nx-kiln@${version}(nx@${nx}):\n    dependencies:\n      nx: ${nx}\n`;
const yarn = (version: string, x = '1') =>
  `nx-kiln@^0.1.0:\n  version "${version}"\n  integrity sha512-${version}\n\nx@^1:\n  version "${x}"\n`;

it.each([
  ['package-lock.json', npm('0.1.0'), npm('0.2.0'), '0.1.0 → 0.2.0'],
  ['package-lock.json', npm('0.1.0'), npm('0.1.0', '2'), undefined],
  ['package-lock.json', undefined, npm('0.1.0'), 'another entry in package-lock.json'],
  ['pnpm-lock.yaml', pnpm('0.1.0'), pnpm('0.2.0'), '0.1.0 → 0.2.0'],
  ['pnpm-lock.yaml', pnpm('0.1.0'), pnpm('0.1.0', '24.0.7'), undefined],
  ['yarn.lock', yarn('0.1.0'), yarn('0.1.1'), '0.1.0 → 0.1.1'],
  ['yarn.lock', yarn('0.1.0'), yarn('0.1.0', '2'), undefined],
])('%s: looks at the entry of the package alone (%#)', (file, before, after, wanted) => {
  expect(packageChange(file, before, after, 'nx-kiln')).toBe(wanted);
});
