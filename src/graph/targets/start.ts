import type { TargetConfiguration } from '@nx/devkit';
import { optionsOf } from './everyday';
import { dependsOnClosure } from './inputs';
import { platformOption, pythonOption } from './shared-options';
import type { TargetRequest } from './types';

/** Starts an application from its sources. It serves, so it is never cached. */
export function startTarget(request: TargetRequest): TargetConfiguration {
  const { project, kiln, host } = request;
  return {
    executor: 'nx-kiln:start',
    cache: false,
    continuous: false,
    ...dependsOnClosure(request),
    options: { ...platformOption(host), ...pythonOption(kiln), ...optionsOf(kiln.everyday.start) },
    metadata: { description: `Starts ${project.name} from its sources` },
  };
}
