/** Arguments with which a checker writes sources or settings: a kept result would be replayed without writing. Pure. */
import { KilnError } from '../../model/errors';
import type { ToolName } from '../../model/tools';

const WRITES: Readonly<Partial<Record<ToolName, RegExp>>> = {
  ruff: /^(--fix|--fix-only|--unsafe-fixes|--add-noqa|--add-ignore)(=|$)/,
  ty: /^(--fix|--add-ignore|--update-baseline)(=|$)/,
  pyright: /^--createstub(=|$)/,
  basedpyright: /^--(createstub|writebaseline|baselinemode=auto)(=|$)/,
};

/** What a person types instead. */
const BY_HAND: Readonly<Partial<Record<ToolName, string>>> = { ruff: 'ruff check', ty: 'ty check' };

export function writingWords(tool: ToolName, args: readonly string[]): string[] {
  return args.filter((arg, at) => WRITES[tool]?.test(arg) || (arg === 'auto' && args[at - 1] === '--baselinemode'));
}

/** @throws KilnError OPTION_INVALID for arguments that write, on a cached target */
export function refuseWriting(target: string, tool: ToolName, args: readonly string[], cached: boolean): void {
  const [first, ...more] = writingWords(tool, args);
  if (cached && first !== undefined) {
    throw new KilnError('OPTION_INVALID', `${target} is cached, and ${[first, ...more].join(' ')} writes sources`, {
      lines: ['when nothing has changed, Nx would replay the output and write nothing'],
      hint: `run it where nothing is cached: \`uv run ${BY_HAND[tool] ?? tool} ${first}\``,
    });
  }
}
