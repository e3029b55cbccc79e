import { hostPlatform, type PlatformId } from '../model/platforms';

/** This machine in the table's spelling; `undefined` where Kiln knows no such host. */
export function hostId(): PlatformId | undefined {
  return hostPlatform(process.platform, process.arch, isMusl())?.id;
}

/** Node's own build says which libc it was linked with; without the network part the report takes 2 ms. */
function isMusl(): boolean {
  if (process.platform !== 'linux') {
    return false;
  }
  const { report } = process;
  const before = (report as { excludeNetwork?: boolean }).excludeNetwork;
  Object.assign(report, { excludeNetwork: true });
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
  Object.assign(report, { excludeNetwork: before });
  return header?.glibcVersionRuntime === undefined;
}
