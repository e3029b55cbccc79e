/** Runs a plan: from its result backwards, so that what is known is not even looked at in detail. */
import { isLostContent } from './content';
import { type Evaluation, emit, type Outcome, openEvaluation, recall, record, weakest } from './evaluation';
import { stepKey } from './keys';
import { withLock } from './lock';
import { cancelled } from './runner/run-action';
import { type Narrowed, narrow, narrowOutput, sourcesOf, stepOf } from './sources';
import { actualSource, countMade, type Made, makeStep, type Resolved } from './steps';
import type { Store } from './store/types';
import { treeDigest } from './tree';
import type { Digest, RunRequest, RunResult, Source, Step } from './types';

export { planKey } from './keys';
export { type FailedItem, failedItems } from './mapped-result';

/**
 * Gives the plan's result: from the store where it is known, else by running what is missing, as much at once as the cores allow.
 * Every file of the result is in the store when this returns.
 * Events: `end` for every step that was looked at, `start` before it only when it has to run.
 * @throws KilnError of the first step that failed (others are stopped), CANCELLED when the signal aborts; nothing is recorded of
 * a step that did not end well
 */
export async function run(request: RunRequest, store: Store): Promise<RunResult> {
  try {
    return await attempt(request, store);
  } catch (error) {
    if (!isLostContent(error)) {
      throw error;
    }
    // Content was damaged or evicted. Where one file was, others may be: now everything is read before it is believed.
    return attempt({ ...request, checked: true }, store);
  }
}

async function attempt(request: RunRequest, store: Store): Promise<RunResult> {
  const evaluation = openEvaluation(request, store);
  const { controller, outcomes, reports } = evaluation;
  const abort = (): void => controller.abort();
  request.signal.addEventListener('abort', abort, { once: true });
  try {
    if (request.signal.aborted) {
      throw cancelled(stepOf(request.plan, request.plan.result).label);
    }
    const { digest, tree } = await evaluate(evaluation, request.plan.result);
    await store.collect();
    return { digest, tree, steps: [...reports] };
  } catch (error) {
    // What still runs is stopped, and waited for: nothing may write after this returns.
    abort();
    await Promise.allSettled(outcomes.values());
    throw error;
  } finally {
    request.signal.removeEventListener('abort', abort);
  }
}

function evaluate(evaluation: Evaluation, id: string): Promise<Outcome> {
  const known = evaluation.outcomes.get(id);
  if (known) {
    return known;
  }
  const outcome = evaluateStep(evaluation, id);
  evaluation.outcomes.set(id, outcome);
  return outcome;
}

async function evaluateStep(evaluation: Evaluation, id: string): Promise<Outcome> {
  const started = performance.now();
  const step = stepOf(evaluation.request.plan, id);
  const deepKey = evaluation.deepKey(id);
  const whole = await recall(evaluation, deepKey);
  if (whole) {
    report(evaluation, id, step, { started, key: deepKey, outcome: whole, made: hit(step, whole) });
    return whole;
  }
  const { resolved, feeding } = await resolveSources(evaluation, step);
  const key = stepKey(step, actualSource(evaluation, resolved), evaluation.request.toolchains);
  const { outcome: own, made } = await recallOrMake(evaluation, { id, step, key, resolved });
  const outcome = { ...own, ...weakest([own.isolation, ...feeding.map(({ isolation }) => isolation)]) };
  await keepOutcome(evaluation, id, step, outcome);
  report(evaluation, id, step, { started, key, outcome, made });
  return outcome;
}

/** An assembly is kept only as the result: it is made faster than it is read, and its files may be inputs still. */
async function keepOutcome(evaluation: Evaluation, id: string, step: Step, outcome: Outcome): Promise<void> {
  const isResult = id === evaluation.request.plan.result;
  if (step.kind === 'assembly' && isResult) {
    await evaluation.content.ensure(outcome.tree);
    await evaluation.store.putTree(outcome.tree);
  }
  if (step.kind !== 'assembly' || isResult) {
    await record(evaluation, evaluation.deepKey(id), outcome);
  }
}

interface Wanted {
  readonly id: string;
  readonly step: Step;
  readonly key: Digest;
  readonly resolved: Resolved;
}

async function recallOrMake(evaluation: Evaluation, wanted: Wanted): Promise<{ outcome: Outcome; made: Made }> {
  const { id, step, key, resolved } = wanted;
  const again = async (): Promise<{ outcome: Outcome; made: Made } | undefined> => {
    const outcome = await recall(evaluation, key);
    return outcome && { outcome, made: hit(step, outcome) };
  };
  const make = async (): Promise<{ outcome: Outcome; made: Made }> => {
    emit(evaluation, id, step, { kind: 'start' });
    const made = await makeStep(evaluation, id, step, key, resolved);
    const { tree } = made;
    if (step.kind === 'assembly') {
      return { outcome: { digest: treeDigest(tree), tree }, made };
    }
    const outcome = {
      digest: await evaluation.store.putTree(tree),
      tree,
      ...(made.isolation ? { isolation: made.isolation } : {}),
    };
    await record(evaluation, key, outcome);
    return { outcome, made };
  };
  if (step.kind === 'assembly') {
    return make();
  }
  const { locks, controller } = evaluation;
  const onWait = (): void => emit(evaluation, id, step, { kind: 'wait', reason: 'another build makes the same' });
  return (
    (await again()) ??
    withLock(locks, key, { signal: controller.signal, onWait }, async () => (await again()) ?? make())
  );
}

/** Waits for the steps that feed this one, all at once, and narrows what they give. */
async function resolveSources(
  evaluation: Evaluation,
  step: Step,
): Promise<{ resolved: Resolved; feeding: readonly Outcome[] }> {
  const found = new Map<Source, Narrowed>();
  const feeding: Outcome[] = [];
  await Promise.all(
    sourcesOf(step).map(async (source) => {
      if ('action' in source) {
        const outcome = await evaluate(evaluation, source.action);
        feeding.push(outcome);
        const from = stepOf(evaluation.request.plan, source.action);
        found.set(source, narrowOutput(from, outcome.tree, source.path, outcome.digest));
      } else if ('tree' in source) {
        found.set(source, await inputTree(evaluation, source));
      }
    }),
  );
  return { resolved: (source) => found.get(source), feeding };
}

async function inputTree({ content }: Evaluation, source: Extract<Source, { tree: string }>): Promise<Narrowed> {
  const tree = await content.tree(source.tree);
  if (!tree) {
    throw new Error(`the plan names the tree ${source.tree}, which is neither an input nor in the store`);
  }
  return narrow(tree, source.path, source.tree);
}

function hit(step: Step, { tree }: Outcome): Made {
  return { tree, hits: countMade(step, tree), misses: 0 };
}

function report(
  evaluation: Evaluation,
  id: string,
  step: Step,
  { started, key, outcome, made }: { started: number; key: Digest; outcome: Outcome; made: Made },
): void {
  const found = {
    id,
    label: step.label,
    kind: step.kind,
    key,
    hits: made.hits,
    misses: made.misses,
    ms: performance.now() - started,
    ...(outcome.isolation ? { isolation: outcome.isolation } : {}),
    ...(made.log ? { log: made.log } : {}),
    result: outcome.digest,
  };
  evaluation.reports.push(found);
  emit(evaluation, id, step, { kind: 'end', report: found });
}
