/** Every tool, one line each. */
import { bundle } from './bundle/bundle';
import { compileall } from './bytecode/bytecode';

export const FREEZERS = { bundle } as const;
export const COMPILEALL = compileall;
