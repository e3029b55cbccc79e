/** Small plans for tests of the engine: shell actions, trees of texts, a request with everything in place. */
import { sha256 } from './canonical';
import type { Store } from './store/types';
import { isFile, makeTree, treeDigest } from './tree';
import type { Action, EngineEvent, InputTree, Mapped, Plan, RunRequest, Tree } from './types';

/** An action that runs a script and gives the folder `out`. */
export const sh = (script: string, over: Partial<Action> = {}): Action => ({
  kind: 'action',
  label: 'run a script',
  argv: ['/bin/sh', '-c', script],
  env: {},
  mounts: [],
  outputs: ['out'],
  needs: { network: 'none' },
  ...over,
});

/** A worker that upper-cases; `fail` in a file fails it; `die`, `once`, `nonsense`, `hang` and `late` do what they say. */
export const UPPER = `
printf 'ready\\n'
while read -r id bytes name; do
  body=$(dd bs=1 count="$bytes" 2>/dev/null)
  [ -n "$COUNT" ] && echo "$name" >> "$COUNT"
  case $body in
    fail*) text="no: $body"; printf 'err %s %s\\n%s' "$id" "\${#text}" "$text";;
    die*) echo "dying of $name" >&2; exit 9;;
    once*) [ -e cache/died ] || { : > cache/died; exit 9; }; printf 'ok %s 4\\nONCE' "$id";;
    nonsense*) echo what;;
    hang*) sleep 60;;
    late*) (sleep 0.2; printf 'ok %s 4\\nLATE' "$id") &;;
    *) text=$(printf '%s|%s' "$name" "$body" | tr a-z A-Z); printf 'ok %s %s\\n%s' "$id" "\${#text}" "$text";;
  esac
done
`;

/** Maps every .txt of a tree to .up. */
export const upper = (over: Partial<Mapped> & Pick<Mapped, 'over'>, worker: Partial<Action> = {}): Mapped => ({
  kind: 'mapped',
  label: 'upper-case',
  worker: sh(UPPER, { label: 'upper-case', outputs: [], ...worker }),
  rename: { from: '.txt', to: '.up' },
  displayPrefix: '',
  rest: 'keep',
  onError: 'fail',
  ...over,
});

export function textInput(files: Readonly<Record<string, string>>): InputTree {
  const content = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  const tree = makeTree(
    Object.entries(content).map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  );
  return { digest: treeDigest(tree), tree, from: { content } };
}

export const onePlan = (step: Plan['steps'][string]): Plan => ({ steps: { only: step }, result: 'only' });

/** A request and the events that its run gave. */
export function requestOf(plan: Plan, over: Partial<RunRequest> = {}): RunRequest & { readonly events: EngineEvent[] } {
  const events: EngineEvent[] = [];
  return {
    plan,
    toolchains: {},
    inputs: [],
    fetchEnv: {},
    onEvent: (event) => events.push(event),
    signal: new AbortController().signal,
    cores: 2,
    ...over,
    events,
  };
}

/** Contents of a tree by path, from the store. */
export async function textsOf(store: Store, tree: Tree): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const entry of tree.entries) {
    texts[entry.path] = isFile(entry) ? String(await store.read(entry.sha256)) : `→ ${entry.link}`;
  }
  return texts;
}
