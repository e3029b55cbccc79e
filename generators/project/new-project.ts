/** What a new project is: everything that its files are made from. */
import type { ProjectOptions } from '../../src/model/options/generators';

export type Kind = 'app' | 'lib';

export interface LocalDependency {
  /** As its own `[project].name` says. */
  readonly name: string;
  /** Workspace-relative folder. */
  readonly root: string;
  /** Whether both are members of one uv workspace. */
  readonly isMember: boolean;
}

export interface NewProject extends Pick<ProjectOptions, 'layout' | 'manager' | 'description'> {
  readonly kind: Kind;
  /** Workspace-relative folder. */
  readonly root: string;
  /** As in `[project].name`. */
  readonly name: string;
  /** Dotted for layout=namespace. */
  readonly module: string;
  /** `>=3.14` */
  readonly requiresPython: string;
  readonly dependencies: readonly LocalDependency[];
  readonly isTested: boolean;
  readonly isTyped: boolean;
  /** Tools that the project declares itself; those of its uv workspace's root serve it without being named again. */
  readonly tools: readonly Tool[];
  /** Whether mypy finds its settings nowhere above. */
  readonly ownMypySettings: boolean;
}

export type Tool = 'pytest' | 'ruff' | 'mypy' | 'pyright' | 'ty';
