// Runs one executor of the built package in a bare Node process, as Nx would: the CPU of this process is the executor's.
// Usage: node bench/run-executor.cjs <executor> <workspace> <project root> <options as JSON>
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const [name, root, project, options] = process.argv.slice(2);
// Links are not followed: node_modules may lead to a whole checkout.
const rootsIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? /^(node_modules|dist|\.git)$/.test(entry.name)
        ? []
        : rootsIn(join(folder, entry.name))
      : entry.name === 'pyproject.toml'
        ? [folder]
        : [],
  );
const roots = rootsIn('.');
const projects = Object.fromEntries([...new Set([...roots, project])].map((folder) => [folder, { root: folder }]));
const { default: executor } = require(join(__dirname, '..', 'dist', 'executors', name, 'executor.js'));
executor(JSON.parse(options), { root, projectName: project, projectsConfigurations: { projects } }).then(
  ({ success }) => {
    process.exitCode = success ? 0 : 1;
  },
);
