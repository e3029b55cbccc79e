/** real because resedit is an ES module; nothing is started. */
import { type WindowsResources, withResources } from './windows-resources';

const WANTED: WindowsResources = {
  file: 'py-app.exe',
  product: 'py-app',
  description: 'Näïve tool',
  version: '1.2.0rc1',
};

/** One white pixel. */
function icon(): Buffer {
  const header = Buffer.from([0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0, 48, 0, 0, 0, 22, 0, 0, 0]);
  const bitmap = Buffer.alloc(48);
  bitmap.writeUInt32LE(40, 0);
  bitmap.writeInt32LE(1, 4);
  bitmap.writeInt32LE(2, 8);
  bitmap.writeUInt16LE(1, 12);
  bitmap.writeUInt16LE(32, 14);
  bitmap.fill(0xff, 40, 44);
  return Buffer.concat([header, bitmap]);
}

async function program(): Promise<Buffer> {
  const { NtExecutable } = await import('resedit');
  return Buffer.from(NtExecutable.createEmpty(false, false).generate());
}

async function resourcesOf(file: Buffer) {
  const { NtExecutable, NtExecutableResource, Resource } = await import('resedit');
  const { entries } = NtExecutableResource.from(NtExecutable.from(file));
  const [info] = Resource.VersionInfo.fromEntries(entries);
  return {
    texts: info?.getStringValues({ lang: 1033, codepage: 1200 }),
    icons: Resource.IconGroupEntry.fromEntries(entries).map(({ icons }) => icons.length),
  };
}

test('says what Explorer shows, the same bytes each time', async () => {
  const wanted = { ...WANTED, icon: { content: icon(), path: 'logo.ico' } };
  const [one, two] = [await withResources(await program(), wanted), await withResources(await program(), wanted)];
  expect(one.equals(two)).toBe(true);
  expect(await resourcesOf(one)).toEqual({
    texts: expect.objectContaining({
      FileDescription: 'Näïve tool',
      OriginalFilename: 'py-app.exe',
      InternalName: 'py-app',
      ProductName: 'py-app',
      ProductVersion: '1.2.0rc1',
    }),
    icons: [1],
  });
});

test('has no icon where none is given', async () => {
  expect((await resourcesOf(await withResources(await program(), WANTED))).icons).toEqual([]);
});

test('refuses a picture that is no icon', async () => {
  const wanted = { ...WANTED, icon: { content: Buffer.from('\x89PNG'), path: 'logo.png' } };
  await expect(withResources(await program(), wanted)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: 'icon: logo.png is no .ico file',
  });
});
