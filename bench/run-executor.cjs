// Runs one executor of the built package in a bare Node process, as Nx would: the CPU of this process is the executor's.
// Usage: node bench/run-executor.cjs <executor> <workspace> <project root> <options as JSON>
const { readdirSync } = require('node:fs');
const { dirname, join } = require('node:path');

const [name, root, project, options] = process.argv.slice(2);
const roots = readdirSync(root, { recursive: true })
  .filter((file) => /(^|[\\/])pyproject\.toml$/.test(file) && !/node_modules|dist/.test(file))
  .map((file) => dirname(file));
const projects = Object.fromEntries([...new Set([...roots, project])].map((folder) => [folder, { root: folder }]));
const { default: executor } = require(join(__dirname, '..', 'dist', 'executors', name, 'executor.js'));
executor(JSON.parse(options), { root, projectName: project, projectsConfigurations: { projects } }).then(
  ({ success }) => {
    process.exitCode = success ? 0 : 1;
  },
);
