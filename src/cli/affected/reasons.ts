/** Why a task is affected. Data for `--json`, a line each for people. */

export type Reason =
  /** A changed file is in its key. */
  | { readonly kind: 'file'; readonly file: string }
  /** A file that is in every key: nx.json, .gitignore. */
  | { readonly kind: 'workspace'; readonly file: string }
  /** The part of the lock that it reads is another one. */
  | { readonly kind: 'slice'; readonly slice: string; readonly changes: readonly string[] }
  /** Kiln infers other targets for the project, or a person configured them. */
  | { readonly kind: 'configuration'; readonly project: string; readonly detail: string }
  /** Another Kiln, or another npm package that it names. */
  | { readonly kind: 'package'; readonly name: string; readonly detail: string }
  /** It reads what that task makes, or has no key of its own and waits for it. */
  | { readonly kind: 'task'; readonly task: string }
  /** Nx itself says so, of a task that is not Kiln's. */
  | { readonly kind: 'nx'; readonly detail: string };

/** One line without its indentation. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'file':
      return `file ${reason.file}`;
    case 'workspace':
      return `file ${reason.file}, which is in every key`;
    case 'slice':
      return `slice ${reason.slice}: ${shorten(reason.changes)}`;
    case 'configuration':
      return `configuration of ${reason.project}: ${reason.detail}`;
    case 'package':
      return `package ${reason.name}: ${reason.detail}`;
    case 'task':
      return `because of ${reason.task}`;
    case 'nx':
      return `Nx: ${reason.detail}`;
  }
}

const SHOWN = 5;

function shorten(list: readonly string[]): string {
  return list.length > SHOWN ? `${list.slice(0, SHOWN).join(', ')} and ${list.length - SHOWN} more` : list.join(', ');
}
