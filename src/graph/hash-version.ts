/**
 * A program: prints one hash over what a version depends on that a build backend computes from git: the commit, the tags
 * that lead to it, whether files are changed. It prints something random where it cannot tell.
 *
 *     hash-version [--match <glob of tags>] [--pattern <regular expression of tags>] [--branch] [--in <folder of a repository>]
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface VersionQuestion {
  readonly match?: string | undefined;
  /** As Python spells it. */
  readonly pattern?: string | undefined;
  readonly branch?: boolean | undefined;
}

/**
 * @param git runs git with these arguments and gives what it prints
 * @throws what `git` throws: no git, no repository, no commit
 */
export function hashVersion({ match, pattern, branch }: VersionQuestion, git: (...args: string[]) => string): string {
  // Objects are abbreviated by how many there are: only whole names are the same in every clone.
  const tags = git(
    'for-each-ref',
    '--merged=HEAD',
    '--format=%(refname:strip=2) %(objectname) %(*objectname)',
    'refs/tags',
  );
  const facts = [
    git('rev-parse', 'HEAD'),
    tags.split('\n').filter(tagTest(match, pattern)).sort(),
    git('status', '--porcelain', '--untracked-files=no') === '' ? 'clean' : 'changed',
    // Some plugins count files that git does not know.
    git('status', '--porcelain') === '' ? 'clean' : 'changed',
    branch ? git('rev-parse', '--abbrev-ref', 'HEAD') : '',
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function tagTest(match: string | undefined, pattern: string | undefined): (line: string) => boolean {
  const glob = match === undefined ? undefined : globOf(match);
  const expression = pattern === undefined ? undefined : regularExpression(pattern);
  return (line) => {
    const [name = ''] = line.split(' ');
    return name !== '' && (glob?.test(name) ?? true) && (expression?.test(name) ?? true);
  };
}

/** git's stars take slashes. `undefined` for what is no pattern. */
function globOf(match: string): RegExp | undefined {
  const body = match.replace(/\*+|\?|\[[!^]?[^\]]*\]|[^\w\s-]/g, (token) => {
    switch (token[0]) {
      case '*':
        return '.*';
      case '?':
        return '.';
      case '[':
        return token.length > 1 ? token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\') : '\\[';
      default:
        return `\\${token}`;
    }
  });
  try {
    return new RegExp(`^${body}$`);
  } catch {
    return undefined;
  }
}

/** `undefined`, so that every tag counts, where Python means something that JavaScript cannot say. */
function regularExpression(pattern: string): RegExp | undefined {
  const verbose = /\(\?[a-z]*x/.test(pattern);
  try {
    return verbose ? undefined : new RegExp(pattern.replaceAll('(?P<', '(?<'), 'u');
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  try {
    const { values } = parseArgs({
      options: {
        match: { type: 'string' },
        pattern: { type: 'string' },
        branch: { type: 'boolean' },
        in: { type: 'string', default: '.' },
      },
    });
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: values.in, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    process.stdout.write(`${hashVersion(values, git)}\n`);
  } catch {
    process.stdout.write(`unknown ${randomUUID()}\n`);
  }
}
