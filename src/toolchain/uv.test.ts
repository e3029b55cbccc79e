import { uvRequirement } from './uv-bootstrap';
import { isCompatibleUv, isNativeBinary } from './uv-on-path';
import { zigRequirement } from './zig';

it.each([
  ['0.13.8', true],
  ['0.9.0', true],
  ['0.8.24', false],
  ['0.10.0', true],
  ['1.0.0', false],
  ['nightly', false],
])('uv %s is compatible: %p', (version, compatible) => {
  expect(isCompatibleUv(version)).toBe(compatible);
});

it.each([
  ['ELF', [0x7f, 0x45, 0x4c, 0x46], true],
  ['Mach-O', [0xcf, 0xfa, 0xed, 0xfe], true],
  ['universal Mach-O', [0xca, 0xfe, 0xba, 0xbe], true],
  ['PE', [0x4d, 0x5a, 0x90, 0x00], true],
  ['a script', [0x23, 0x21, 0x2f, 0x62], false],
  ['nothing', [], false],
])('%s as a program: %p', (_, head, native) => {
  expect(isNativeBinary(Uint8Array.from(head as number[]))).toBe(native);
});

it('asks for one version by hash', () => {
  expect(uvRequirement('linux-arm64')).toMatch(/^uv==\d+\.\d+\.\d+( --hash=sha256:[0-9a-f]{64})+\n$/);
  expect(zigRequirement('linux-x64')).toMatch(/^ziglang==\d+\.\d+\.\d+( --hash=sha256:[0-9a-f]{64})+\n$/);
  expect(() => uvRequirement('linux-riscv64')).toThrow(/no uv wheel for linux-riscv64/);
  expect(() => zigRequirement('linux-riscv64')).toThrow(/no zig .* wheel for linux-riscv64/);
});
