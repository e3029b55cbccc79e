/** What a tool reads besides its project's folder and the usual settings above it, because somebody's settings say so. */
import type { Diagnostic } from '../types';
import type { SettingsFiles } from './files';

/** `file`: itself. `modules`: what Python imports from there. `tree`: itself, or everything below. */
export type Holds = 'file' | 'modules' | 'tree';

export interface Place {
  /** Workspace-relative. */
  readonly path: string;
  readonly holds: Holds;
  /** Who leads there: `extend of apps/app/ruff.toml`, `argument --config`. */
  readonly why?: string;
}

export interface Reach {
  readonly places: readonly Place[];
  /** Workspace-relative folders of which the names of entries count, not what is in them. */
  readonly names: readonly string[];
  /** Whether the tool looks at files of the project whatever their names are. */
  readonly anyName: boolean;
  /** Whether rules of git that lie in no file of the workspace decide about what it looks at. */
  readonly ignores: boolean;
  /** Workspace-relative folder down from which pytest loads each conftest.py; absent: the project's own. */
  readonly conftests?: string;
  /** What no key can hold. */
  readonly doubts: readonly Diagnostic[];
}

/** A path that settings or arguments name. */
export interface Lead {
  /** As written. */
  readonly text: string;
  /** Workspace-relative folder that it begins at. */
  readonly from: string;
  readonly holds: Holds | 'names';
  /** Workspace-relative file that says so; absent: an argument. */
  readonly file?: string;
  /** Name of the setting or argument. */
  readonly key: string;
  /** Why no key can hold it, whatever it leads to. */
  readonly doubt?: string;
}

/** What a reader found in settings; paths inside of the project are sorted out later. */
export interface Found extends Partial<Pick<Reach, 'anyName' | 'ignores' | 'conftests'>> {
  readonly leads: readonly Lead[];
}

export interface Settings {
  /** Workspace-relative. */
  readonly path: string;
  readonly text: string;
}

/** What a reader is given. */
export interface Reading {
  /** Workspace-relative folder of the project, which is where the tool runs. */
  readonly root: string;
  /** The settings that count; absent where there are none. */
  readonly settings?: Settings;
  /** Arguments of the target. */
  readonly args: readonly string[];
  readonly files: SettingsFiles;
}
