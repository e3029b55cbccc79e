/** Every file in stories/ is one test. Stories are independent of each other and run two at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lacking } from './harness/needs';
import { type Registry, startRegistry } from './harness/registry';
import { makeSetting, type Setting } from './harness/setting';
import { readStory, type Story } from './harness/story';
import { tell } from './harness/tell';
import { VERBS } from './harness/verbs';

const folder = join(__dirname, 'stories');
const arities = Object.fromEntries(Object.entries(VERBS).map(([name, verb]) => [name, verb.arguments]));

/** Made by the first story that needs it, so that `-t` with a name that matches nothing costs nothing. */
function once<T>(make: () => Promise<T>): { get: () => Promise<T>; made: () => Promise<T> | undefined } {
  let value: Promise<T> | undefined;
  return { get: () => (value ??= make()), made: () => value };
}
const setting = once<Setting>(makeSetting);
const registry = once<Registry>(async () => startRegistry(await setting.get()));

afterAll(async () => {
  (await registry.made()?.catch(() => undefined))?.stop();
}, 120_000);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.story'))) {
  const story = readStory(`e2e/stories/${file}`, readFileSync(join(folder, file), 'utf8'), arities);
  // A story with `each` is told once for every word of it.
  for (const each of story.settings.each ?? [undefined]) {
    tellAs([file.replace(/\.story$/, ''), each].filter(Boolean).join('-'), file, story, each);
  }
}

function tellAs(name: string, file: string, story: Story, each: string | undefined): void {
  const missing = lacking(story.settings.needs ?? []);
  const timeoutS = Number(story.settings.timeout?.[0] ?? 300);
  const title = `${name}: ${story.description}`;
  if (missing.length > 0 && process.env.CI !== 'true') {
    console.warn(`skipped ${name}: ${missing.join('; ')}`);
    it.skip(title, () => undefined);
    return;
  }
  it.concurrent(
    title,
    async () => {
      if (missing.length > 0) {
        throw new Error(`this host lacks what the story needs: ${missing.join('; ')}`);
      }
      const options = { name, each, timeoutS, setting: await setting.get(), registry: registry.get };
      await tell(`e2e/stories/${file}`, story, options);
    },
    // Setting up comes on top for the first one.
    (timeoutS + 900) * 1000,
  );
}
