/** Icon and version of a Windows program, as Explorer shows them. In-process and byte for byte repeatable. */
import { KilnError } from '../../../model/errors';

export interface WindowsResources {
  /** File name of the program with `.exe`. */
  readonly file: string;
  /** `[project].name`, `description` and `version`. */
  readonly product: string;
  readonly description: string;
  readonly version: string;
  /** Content of an .ico file, and how the user knows it. */
  readonly icon?: { readonly content: Buffer; readonly path: string };
}

/** English (United States), Unicode: what every Windows shows where it has nothing in the user's language. */
const LANGUAGE = { lang: 1033, codepage: 1200 };
const ICON_GROUP = 1;

/**
 * Writes resources into a program.
 * @param program a PE file without a signature
 * @throws KilnError OPTION_INVALID for an icon that is none
 */
export async function withResources(program: Buffer, wanted: WindowsResources): Promise<Buffer> {
  const { NtExecutable, NtExecutableResource, Resource } = await import('resedit');
  const executable = NtExecutable.from(program);
  const resources = NtExecutableResource.from(executable);
  const { lang } = LANGUAGE;
  if (wanted.icon) {
    const images = await iconImages(wanted.icon);
    Resource.IconGroupEntry.replaceIconsForResource(resources.entries, ICON_GROUP, lang, images);
  }
  const [major, minor, micro, build] = fileVersion(wanted.version);
  const info = Resource.VersionInfo.createEmpty();
  info.lang = lang;
  info.setFileVersion(major, minor, micro, build, lang);
  info.setProductVersion(major, minor, micro, build, lang);
  // A program (VFT_APP) for 32-bit Windows and later (VOS_NT_WINDOWS32).
  Object.assign(info.fixedInfo, { fileFlagsMask: 0x3f, fileOS: 0x40004, fileType: 1 });
  info.setStringValues(LANGUAGE, {
    FileDescription: wanted.description,
    FileVersion: wanted.version,
    InternalName: wanted.file.replace(/\.exe$/, ''),
    OriginalFilename: wanted.file,
    ProductName: wanted.product,
    ProductVersion: wanted.version,
  });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

async function iconImages({ content, path }: NonNullable<WindowsResources['icon']>) {
  const { Data } = await import('resedit');
  try {
    const images = Data.IconFile.from(content).icons.map(({ data }) => data);
    if (images.length > 0) {
      return images;
    }
  } catch {
    // Said below: what the library throws are offsets.
  }
  throw new KilnError('OPTION_INVALID', `icon: ${path} is no .ico file`, {
    hint: 'convert the picture, for example with ImageMagick: magick logo.png -define icon:auto-resize=256,48,32,16 logo.ico',
  });
}

/** Windows knows four numbers of 16 bits; of a Python version that is the release. */
export function fileVersion(version: string): [number, number, number, number] {
  const release = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/i.exec(version)?.[1] ?? '0';
  const numbers = release.split('.').map((part) => Math.min(Number(part), 0xffff));
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 0];
}
