/**
 * Claim: a fully cached `nx run-many -t build` of 100 and 1,000 projects costs ≤ 1.15 × the same graph with plain
 * nx:run-commands and no closure.
 *
 *   node bench/cached-run.mjs [--rounds 5] [--sizes 100,1000]     after `npm run build`
 *
 * Each project is built to bytecode: the cheapest target to fill the cache with, keyed as every other.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderOf, writeGraphWorkspace } from './graph-workspace.mjs';
import { claim, rounds, table } from './measure.mjs';
import { nx, prepare, temporaryFolder, writeNxJson } from './nx-runs.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, sizes: { type: 'string', default: '100,1000' } },
});
const RUN = ['run-many', '-t', 'build', '--parallel=2', '--outputStyle=static'];
/** Stands in for a build: what is compared is what Nx does around it. */
const COMMAND = { executor: 'nx:run-commands', cache: true, options: { command: 'node -p 1' }, outputs: [] };

/** The same projects with the keys that Kiln infers, or with Nx's plain ones; both run the same command. */
function workspace(projects, kiln) {
  const root = join(temporaryFolder(), kiln ? 'kiln' : 'plain');
  writeGraphWorkspace(root, { projects, files: 10 });
  for (let i = 0; i < projects; i++) {
    const slice = { dependentTasksOutputFiles: `.kiln/closure/root/p${i}.build.json` };
    const build = kiln
      ? {
          ...COMMAND,
          dependsOn: [{ projects: ['workspace'], target: 'closure' }],
          inputs: ['kilnSources', 'kilnEnvironment', slice],
        }
      : { ...COMMAND, inputs: ['{projectRoot}/src/**/*', '{projectRoot}/pyproject.toml'] };
    writeFileSync(join(root, folderOf(i), 'project.json'), JSON.stringify({ name: `p${i}`, targets: { build } }));
  }
  writeNxJson(root, kiln ? ['nx-kiln'] : []);
  prepare(root);
  return root;
}

for (const size of values.sizes.split(',').map(Number)) {
  const roots = { plain: workspace(size, false), kiln: workspace(size, true) };
  for (const root of Object.values(roots)) {
    nx(root, RUN);
    nx(root, RUN);
  }
  const results = rounds({ plain: () => nx(roots.plain, RUN), kiln: () => nx(roots.kiln, RUN) }, Number(values.rounds));
  console.log(`\n${size} projects, everything cached`);
  table(results);
  claim('cached run-many, CPU', results.kiln.cpu / results.plain.cpu, 1.15);
}
