/** `nx-kiln doctor`: what Kiln sees, and what is wrong. */
import { nodeDisk } from '../../project/disk';
import type { Call, Command } from '../command';
import { type Inferred, inferNow } from '../nx/infer-workspace';
import { isKilnRegistered, openWorkspace } from '../nx/workspace';
import { type Finding, findProblems } from './findings';
import { importFindings } from './imports';
import { settingsFindings } from './settings';

export const doctor: Command = {
  summary: 'Say what Kiln sees in the workspace, and what is wrong with it',
  words: '',
  arity: [0, 0],
  flags: { json: { type: 'boolean', description: 'print JSON' } },
  async run(call) {
    const workspace = await openWorkspace(call.cwd);
    const disk = nodeDisk(workspace.root);
    const inferred = inferNow(workspace).inferred;
    const registered = isKilnRegistered(workspace.nxJson) ? [] : [UNREGISTERED];
    const findings = [
      ...registered,
      ...findProblems(inferred, workspace.graph, disk),
      ...settingsFindings(inferred, disk),
      ...importFindings(workspace, inferred, disk),
    ];
    show(inferred, findings, call);
    return findings.some(({ level }) => level === 'error') ? 1 : 0;
  },
};

const UNREGISTERED: Finding = {
  level: 'error',
  file: 'nx.json',
  message: 'plugins does not name nx-kiln, so Nx has no Python targets',
  fix: 'npx nx g nx-kiln:init',
};

function show(inferred: Inferred, findings: readonly Finding[], { flags, print }: Call): void {
  const { projects, broken, locks, data } = inferred.workspace;
  if (flags.json) {
    print(JSON.stringify({ projects: projects.length, locks: locks.map(({ file }) => file), findings }, undefined, 2));
    return;
  }
  const managers = [...new Set(projects.map(({ manager }) => manager))].sort().join(', ');
  print(`${count(projects.length, 'Python project')}${managers ? ` (${managers})` : ''}`);
  for (const { file, members, attached } of locks) {
    const beside = attached.length > 0 ? ` and ${attached.length} beside` : '';
    print(`${file}: ${count(members.length, 'member')}${beside}`);
  }
  const locked = new Set(locks.flatMap(({ members, attached }) => [...members, ...attached]));
  const lockless = projects.filter((project) => !locked.has(project));
  if (lockless.length > 0) {
    print(`without a lock: ${lockless.map(({ root }) => root).join(', ')}`);
  }
  if (broken.length > 0) {
    print(`${count(broken.length, 'manifest')} could not be read`);
  }
  if (data.length > 0) {
    print(`data of packages, no projects: ${data.join(', ')} (a project.json or a workspace's members make one)`);
  }
  for (const finding of findings) {
    print('');
    findingLines(finding).forEach(print);
  }
  const errors = findings.filter(({ level }) => level === 'error').length;
  print('');
  print(
    findings.length === 0
      ? 'nothing is wrong'
      : `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`,
  );
}

/** `error apps/a/pyproject.toml:3: what`, details, what to do. */
export function findingLines({ level, file, line, message, details = [], fix }: Finding): string[] {
  const where = `${file}${line === undefined ? '' : `:${line}`}`;
  const text = message.startsWith(file) ? message : `${where}: ${message}`;
  const more = details.length > SHOWN ? [`… and ${details.length - SHOWN} more`] : [];
  const lines = [...details.slice(0, SHOWN), ...more, ...(fix ? [`fix: ${fix}`] : [])];
  return [`${level} ${text}`, ...lines.map((detail) => `  ${detail}`)];
}

const SHOWN = 6;

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
