// Runs one executor of the built package in a bare Node process, as Nx would: the CPU of this process is the executor's.
// Usage: node bench/run-executor.cjs <executor> <workspace> <project root> <options as JSON>
const { join } = require('node:path');

const [name, root, project, options] = process.argv.slice(2);
const { default: executor } = require(join(__dirname, '..', 'dist', 'executors', name, 'executor.js'));
const context = { root, projectName: 'p', projectsConfigurations: { projects: { p: { root: project } } } };
executor(JSON.parse(options), context).then(({ success }) => {
  process.exitCode = success ? 0 : 1;
});
