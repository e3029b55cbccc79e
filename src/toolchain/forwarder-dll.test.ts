import { readPe } from '../verify/pe';
import { forwarderDll } from './forwarder-dll';

it('is a Windows library for x64 whose only export leads to another library', () => {
  const file = forwarderDll('bcryptprimitives.dll', 'ProcessPrng', 'ADVAPI32.SystemFunction036');
  expect(readPe(file)).toMatchObject({ machine: 0x8664, bits: 64, imports: [], timestamp: 0 });
  // The directory at the start of the section, as addresses of the loaded library.
  const at = (offset: number): number => file.readUInt32LE(0x200 + offset);
  const text = (address: number): string => file.toString('latin1', address - 0x1000 + 0x200).split('\0')[0] as string;
  expect(text(at(12))).toBe('bcryptprimitives.dll');
  expect(text(at(at(28) - 0x1000))).toBe('ADVAPI32.SystemFunction036');
  expect(text(at(at(32) - 0x1000))).toBe('ProcessPrng');
});
