/** Bytecode of a project as an artefact of its own: what `nx run <project>:bytecode` writes. */
import type { Mapped, Placement, Source, Step } from '../../../engine/types';
import { levelsOf } from '../../../model/options/bytecode';
import type { BytecodePython, BytecodeRequest, PlannedBuild, TextTree, Tool } from '../../types';
import { scriptCommand, scriptMount } from '../helper-script';
import { bytecodeStep, cachedEnding } from './bytecode';
import { guarded, headsOf } from './guard';
import { SITE, siteFiles } from './site-files';

/** Sources that do not compile, with place and reason; lies beside the manifest where there are some. */
export const NOT_COMPILED = 'not-compiled.txt';

export const compileall = {
  name: 'compileall',
  stage: 'bytecode',
  supports: () => ({ how: 'native' }),
  plan: planBytecode,
} as const satisfies Tool<BytecodeRequest>;

/** A part of the result: steps of its own, and where it is placed. */
interface Part {
  readonly steps: Readonly<Record<string, Step>>;
  readonly place: readonly Placement[];
  readonly texts: readonly TextTree[];
}

function planBytecode(request: BytecodeRequest): PlannedBuild {
  const { application, libraries, options, pythons } = request;
  const parts = [
    ...pythons.map((python) => pythonPart(request, python)),
    ...(options.onError === 'warn' ? [reportPart(request)] : []),
  ];
  return {
    plan: {
      steps: {
        sources: {
          kind: 'assembly',
          label: `take ${application.project.name}`,
          place: [application, ...libraries].flatMap(({ trees }) => trees.map((tree) => ({ from: { tree }, at: '' }))),
        },
        ...Object.assign({}, ...parts.map(({ steps }) => steps)),
        artefact: {
          kind: 'assembly',
          label: `lay out the bytecode of ${application.project.name}`,
          place: parts.flatMap(({ place }) => place),
        },
      },
      result: 'artefact',
    },
    texts: parts.flatMap(({ texts }) => texts),
  };
}

/** Where sources lie beside, another Python compiles them. */
function isGuarded({ options }: BytecodeRequest): boolean {
  return options.guard && options.layout !== 'pycache';
}

/** What one Python gets: the whole result, or a folder of its tag. */
function pythonPart(request: BytecodeRequest, python: BytecodePython): Part {
  const { options, pythons } = request;
  const folder = pythons.length > 1 ? python.tag : '';
  const levels = levelsOf(options.optimize);
  const site = siteFiles(request, python);
  const parts = levels.map((optimize): Part => {
    if (options.layout === 'pycache') {
      const steps = compiled(request, python, optimize, {
        to: cachedEnding(python.tag, optimize),
        folder: '__pycache__',
      });
      return { steps, place: Object.keys(steps).map((action) => ({ from: { action }, at: folder })), texts: [] };
    }
    const at = [folder, ...(levels.length > 1 ? [`opt-${optimize}`] : [])].filter(Boolean).join('/');
    return sourceless(request, python, optimize, at);
  });
  return {
    steps: Object.assign({}, site.steps, ...parts.map(({ steps }) => steps)),
    place: parts.flatMap(({ place }) => place),
    texts: [...site.texts, ...parts.flatMap(({ texts }) => texts)],
  };
}

/** Without sources: a folder, or the zip of it. */
function sourceless(request: BytecodeRequest, python: BytecodePython, optimize: number, at: string): Part {
  const { options, application, assets } = request;
  const steps = compiled(request, python, optimize);
  const code = `code-${python.tag}-${optimize}`;
  const guard = isGuarded(request) ? guarded(request, python, code) : { place: [], texts: [] };
  const place = [...Object.keys(steps).map((action) => ({ from: { action }, at: '' })), ...guard.place];
  if (options.layout === 'legacy') {
    return {
      steps,
      place: place.map((one) => ({ ...one, at: [at, one.at].filter(Boolean).join('/') })),
      texts: guard.texts,
    };
  }
  const [folder, zip] = [`folder-${python.tag}-${optimize}`, `zip-${python.tag}-${optimize}`];
  const file = `${application.project.normalizedName}.zip`;
  return {
    steps: {
      ...steps,
      [folder]: { kind: 'assembly', label: `lay out ${file}`, place },
      [zip]: {
        kind: 'action',
        label: `pack ${file}`,
        argv: scriptCommand('import_zip.py', 'in/folder', `out/${file}`),
        env: { PYTHONHASHSEED: '0' },
        mounts: [scriptMount(assets.scripts, 'import_zip.py'), { at: 'in/folder', from: { action: folder } }],
        outputs: [`out/${file}`],
        needs: { network: 'none' },
      },
    },
    place: [{ from: { action: zip, path: 'out' }, at }],
    texts: guard.texts,
  };
}

/** Steps whose results together are the tree of importable files. */
function compiled(
  request: BytecodeRequest,
  python: BytecodePython,
  optimize: number,
  beside?: { readonly to: string; readonly folder: string },
): Record<string, Mapped> {
  const { options, application, assets } = request;
  const { invalidation, sourceTime, onError, mayFail, stripPath, prependPath } = options;
  const on = `${python.tag}${optimize === 0 ? '' : `, -O${optimize}`}`;
  const step = (label: string, over: Source, forgiven: Mapped['onError']): Mapped => ({
    ...bytecodeStep({
      label: `${label} (${on})`,
      over,
      displayStrip: stripPath.replace(/\/$/, ''),
      displayPrefix: prependPath === '' ? '' : prependPath.replace(/\/?$/, '/'),
      scripts: assets.scripts,
      optimize,
      invalidation,
      sourceTime: invalidation === 'timestamp' ? sourceTime : undefined,
      compiler: python.compiler,
      onError: forgiven,
    }),
    ...(beside ? { rename: { from: '.py', ...beside }, keepMapped: true } : {}),
  });
  const own =
    onError === 'fail' ? 'fail' : { keep: mayFail, ...(isGuarded(request) ? { except: headsOf(request) } : {}) };
  return {
    [`code-${python.tag}-${optimize}`]: step(`compile ${application.project.name}`, { action: 'sources' }, own),
    ...(python.site
      ? { [`site-${python.tag}-${optimize}`]: step('compile packages', { action: `${SITE}-${python.tag}` }, 'keep') }
      : {}),
  };
}

/** Compiles once more, in vain, what the first Python could not: a result of the store has no reasons. */
function reportPart(request: BytecodeRequest): Part {
  const [python] = request.pythons as readonly [BytecodePython];
  const { site: _, ...bare } = python;
  const { compiler } = bare;
  const [step] = Object.values(compiled(request, bare, 0)) as [Mapped];
  const [program, ...rest] = scriptCommand('not_compiled.py', 'in/files', `out/${NOT_COMPILED}`);
  return {
    steps: {
      'not-compiled-code': step,
      'not-compiled-files': {
        kind: 'assembly',
        label: 'find what does not compile',
        place: [{ from: { action: 'not-compiled-code' }, at: '', include: ['**/*.py'] }],
      },
      'not-compiled': {
        kind: 'action',
        label: 'say why',
        argv: [compiler ? `{toolchain:${compiler.toolchain}}/${compiler.program}` : (program as string), ...rest],
        env: {},
        mounts: [
          scriptMount(request.assets.scripts, 'not_compiled.py'),
          { at: 'in/files', from: { action: 'not-compiled-files' } },
        ],
        outputs: ['out'],
        needs: { network: 'none' },
      },
    },
    place: [
      {
        from: { action: 'not-compiled' },
        at: '',
        include: [`out/${NOT_COMPILED}`],
        rename: { [`out/${NOT_COMPILED}`]: NOT_COMPILED },
      },
    ],
    texts: [],
  };
}
