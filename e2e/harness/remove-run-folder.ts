/** Jest's global tear-down of the end-to-end tests. */
export { removeRunFolder as default } from './run-folder';
