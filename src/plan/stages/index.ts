/** Every tool, one line each. */
import { bundle } from './bundle/bundle';
import { compileall } from './bytecode/compileall';
import { uvBuild } from './package/package';

export const FREEZERS = { bundle } as const;
export const COMPILEALL = compileall;
export const UV_BUILD = uvBuild;
