/** Targets that read what no key holds. */
import type { TargetConfiguration } from '@nx/devkit';
import { NEVER_TWICE } from '../../model/never-twice';

/** Also where a user's targetDefaults say `cache: true`, as most do for `test` and `lint`: the key is another one each time. */
export function neverCached(target: TargetConfiguration): TargetConfiguration {
  return { ...target, cache: false, inputs: [...(target.inputs ?? []), { runtime: NEVER_TWICE }] };
}
