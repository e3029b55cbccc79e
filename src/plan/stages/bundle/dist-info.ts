import type { PythonProject } from '../../../project/types';

/** Name of a project's metadata folder (PEP 427: runs of anything odd become one underscore). */
export function distInfoFolder(project: PythonProject): string {
  return `${project.normalizedName.replaceAll('-', '_')}-${versionOf(project)}.dist-info`;
}

/**
 * The `.dist-info` of a local project, so that `importlib.metadata` finds its version, entry points and requirements.
 * @returns texts by path. Format: core metadata 2.4, entry points specification.
 */
export function distInfo(project: PythonProject): Record<string, string> {
  const folder = distInfoFolder(project);
  const entryPoints = entryPointsText(project);
  return {
    [`${folder}/METADATA`]: metadata(project),
    [`${folder}/INSTALLER`]: 'nx-kiln\n',
    ...(entryPoints ? { [`${folder}/entry_points.txt`]: entryPoints } : {}),
    [`${folder}/top_level.txt`]: `${[...new Set(project.modules.map((m) => m.name.split('.')[0]))].sort().join('\n')}\n`,
  };
}

function versionOf(project: PythonProject): string {
  if (project.version !== undefined) {
    return project.version;
  }
  throw new Error(`the version of ${project.name} was not found out`);
}

function metadata(project: PythonProject): string {
  const extras = Object.entries(project.optionalDependencies);
  const lines = [
    'Metadata-Version: 2.4',
    `Name: ${project.name}`,
    `Version: ${versionOf(project)}`,
    ...(project.description ? [`Summary: ${project.description.replaceAll('\n', ' ')}`] : []),
    ...(project.requiresPython ? [`Requires-Python: ${project.requiresPython}`] : []),
    ...project.dependencies.map(({ text }) => `Requires-Dist: ${text}`),
    ...extras.flatMap(([extra, requirements]) => [
      `Provides-Extra: ${extra}`,
      ...requirements.map((requirement) => `Requires-Dist: ${withExtra(requirement.text, extra)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function withExtra(text: string, extra: string): string {
  const [requirement, marker] = text.split(/\s*;\s*/, 2);
  return marker ? `${requirement} ; (${marker}) and extra == '${extra}'` : `${requirement} ; extra == '${extra}'`;
}

function entryPointsText(project: PythonProject): string {
  const groups = {
    ...(Object.keys(project.scripts).length ? { console_scripts: project.scripts } : {}),
    ...(Object.keys(project.guiScripts).length ? { gui_scripts: project.guiScripts } : {}),
    ...project.entryPoints,
  };
  return Object.entries(groups)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, points]) =>
      [
        `[${group}]`,
        ...Object.entries(points)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => `${name} = ${value}`),
        '',
      ].join('\n'),
    )
    .join('\n');
}
