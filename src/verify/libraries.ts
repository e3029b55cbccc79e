/** Which libraries a Windows or macOS artefact asks for that neither it nor the operating system has. Pure. */
import { KilnError } from '../model/errors';
import type { Platform } from '../model/platforms';
import { firstFew, PACKAGES, sliceFor } from './policy';
import type { BinaryFacts, MissingLibrary, PeFacts } from './types';

interface Binary {
  readonly path: string;
  readonly facts: BinaryFacts;
}

/** Part of every Windows 10 and newer. Sources: the system's own folder; the lists of wheel repairing tools. */
const WINDOWS_LIBRARIES = new Set(
  `advapi32 authz avicap32 avifil32 avrt bcrypt bcryptprimitives cabinet cfgmgr32 combase comctl32 comdlg32 credui crypt32
   cryptbase cryptnet cryptui d2d1 d3d10 d3d11 d3d12 d3d9 d3dcompiler_47 davclnt dbgeng dbghelp dcomp ddraw dhcpcsvc dinput8
   dnsapi dsound dwmapi dwrite dxgi dxva2 fltlib fwpuclnt gdi32 gdiplus glu32 hid httpapi imagehlp imm32 iphlpapi kernel32
   kernelbase ktmw32 mf mfplat mfreadwrite mpr msacm32 mscms mscoree msi msimg32 mswsock msvcrt msvfw32 ncrypt netapi32
   newdev normaliz ntdll ntdsapi odbc32 odbccp32 ole32 oleacc oleaut32 opengl32 pdh powrprof propsys psapi quartz rasapi32
   rpcrt4 rstrtmgr sechost secur32 setupapi shcore shell32 shfolder shlwapi sspicli synchronization tdh ucrtbase urlmon user32
   userenv usp10 uxtheme version wer wevtapi windowscodecs winhttp wininet winmm winscard winspool wintrust winusb wlanapi wldap32
   ws2_32 wsock32 wtsapi32 xinput1_4 xinput9_1_0 xmllite`.split(/\s+/),
);
const WINDOWS_CONTRACT = /^(?:api|ext)-ms-win-/;
const MACOS_LIBRARY = /^\/(?:usr\/lib|System\/(?:Library|iOSSupport|DriverKit))\//;
/** Brought by Microsoft's redistributable package, which most machines have and none must. */
const REDISTRIBUTABLE = /^(?:msvcp\d+\w*|vcruntime\d+\w*|concrt\d+|vcomp\d+|mfc\d+\w*|vccorlib\d+)\.dll$/;

/**
 * @param binaries those that the platform loads, without what is only data
 * @returns sorted by path; nothing on Linux, where packages name what they expect of the system in their tag
 */
export function missingLibraries(binaries: readonly Binary[], platform: Platform): MissingLibrary[] {
  if (platform.os === 'linux') {
    return [];
  }
  const inside = new Set(binaries.map(({ path }) => baseName(path).toLowerCase()));
  return binaries
    .flatMap(({ path, facts }) => [...new Set(wanted(facts, platform))].map((library) => ({ path, library })))
    .filter(({ library }) => !inside.has(baseName(library).toLowerCase()))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What runtime and launchers miss is a mistake of the build; packages may load a library in another way, or never.
 * @throws KilnError VERIFY_LIBRARY
 */
export function refuseMissing(missing: readonly MissingLibrary[]): void {
  const own = missing.filter(({ path }) => !PACKAGES.test(path));
  if (own.length > 0) {
    throw new KilnError('VERIFY_LIBRARY', 'the artefact lacks a library that its own programs need', {
      lines: firstFew(own.map(missingInWords)),
      hint: 'keep the library, or leave out what needs it; if the runtime is an archive of your own, it must bring its libraries',
    });
  }
}

/** One sentence for a person. */
export function missingInWords({ path, library }: MissingLibrary): string {
  const reason = REDISTRIBUTABLE.test(library.toLowerCase())
    ? 'not in the artefact: machines without the Visual C++ redistributable cannot load it'
    : 'neither in the artefact nor part of the system';
  return `${path} needs ${library}, ${reason}`;
}

/** Names that the system does not have itself. */
function wanted(facts: BinaryFacts, platform: Platform): string[] {
  if (facts.format === 'pe') {
    return importsBeyondWindows(facts);
  }
  if (facts.format !== 'macho') {
    return [];
  }
  const { libraries = [] } = sliceFor(facts, platform) ?? {};
  return libraries.filter(({ path, weak }) => !weak && !MACOS_LIBRARY.test(path)).map(({ path }) => path);
}

function importsBeyondWindows({ imports }: PeFacts): string[] {
  return imports.filter((name) => {
    const lower = name.toLowerCase();
    return !WINDOWS_CONTRACT.test(lower) && !WINDOWS_LIBRARIES.has(lower.replace(/\.(?:dll|drv)$/, ''));
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
