import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated';

it.each(Object.entries(generatedFiles()))('%s is what the tables say (npm run generate)', (path, text) => {
  const file = join(__dirname, '..', '..', path);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : 'missing').toBe(text);
});
