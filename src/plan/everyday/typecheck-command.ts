/** Command lines of type checkers. Pure. */
import { join } from 'node:path';
import type { TypecheckOptions } from '../../model/options';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';

export function typecheckCommand({ tool, args }: TypecheckOptions, facts: ToolFacts): ToolCommand {
  switch (tool) {
    case 'mypy':
      return mypyCommand(args, facts);
    case 'ty':
      return tyCommand(args, facts);
    default:
      return pyrightCommand(tool, args, facts);
  }
}

function mypyCommand(args: readonly string[], facts: ToolFacts): ToolCommand {
  const { python, excluded, settings, scratch, namespaces, sourceRoots } = facts;
  const own = /^\s*(files|packages|modules)\s*=/m.test(settings?.text ?? '') && !settings?.path.includes('../');
  const named =
    namesPaths(args, facts) || args.some((arg) => /^(-p|-m|-c|--package|--module|--command)(=|$)/.test(arg));
  const pattern = excluded.map((folder) => folder.replace(/[^\w/-]/g, '\\$&')).join('|');
  return {
    program: 'python',
    args: [
      ...['-m', 'mypy', `--python-executable=${python}`, `--cache-dir=${join(scratch, 'mypy')}`],
      // Empty: none, wherever else there may be one.
      `--config-file=${settings?.path ?? ''}`,
      ...(pattern === '' ? [] : ['--exclude', `^(${pattern})(/|$)`]),
      ...(namespaces ? ['--explicit-package-bases'] : []),
      ...args,
      ...(own || named ? [] : ['.']),
    ],
    // A folder of a namespace does not say its whole name: the roots do.
    ...(namespaces ? { env: { MYPYPATH: sourceRoots.join(':') } } : {}),
  };
}

function tyCommand(args: readonly string[], facts: ToolFacts): ToolCommand {
  const { python, excluded, settings, strangers, scratch, pythonVersion } = facts;
  return {
    program: 'ty',
    args: [
      ...['check', '--python', python],
      ...(settings === undefined && strangers ? [`--config-file=${join(scratch, 'empty.toml')}`] : []),
      ...(settings === undefined ? ['--python-version', pythonVersion] : []),
      ...excluded.flatMap((folder) => ['--exclude', `/${folder}/`]),
      ...args,
    ],
  };
}

/** pyright has no option that leaves folders out: where there are some, the files are named one by one. */
function pyrightCommand(tool: 'pyright' | 'basedpyright', args: readonly string[], facts: ToolFacts): ToolCommand {
  const { python, settings, strangers } = facts;
  const here = settings !== undefined && !settings.path.includes('../');
  return {
    program: 'python',
    args: [
      ...['-m', tool, '--pythonpath', python],
      ...(settings === undefined && strangers ? ['-p', '.'] : []),
      ...args,
      ...(namesPaths(args, facts) || here ? [] : ['.']),
    ],
    // It would ask whether there is a newer one.
    ...(tool === 'pyright' ? { env: { PYRIGHT_PYTHON_IGNORE_WARNINGS: '1' } } : {}),
  };
}
