import { z } from 'zod';
import { checkResult } from './credential.ts';
import { probe, probeId, probeKind, registryDiagnosis, subjectName } from './diagnosis.ts';
import { errorCode } from './errors.ts';

/** The renderer makes it, subscribes, then starts: no event is lost. */
export const runId = z.uuid();

/** The steps of a login or check run, in order. */
export const RUN_STEPS = [
  'regenerate',
  'ping',
  'challenge',
  'token',
  'verdict',
  'store-secret',
  'index',
  'write-targets',
] as const;
export const runStep = z.enum(RUN_STEPS);
export type RunStep = z.infer<typeof runStep>;

/** Events of long work. `seq` counts from 0 within a run. */
export const runEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('step'),
    runId,
    seq: z.number().int().min(0),
    step: runStep,
    status: z.enum(['running', 'done', 'failed', 'skipped']),
    /** The host this step talks to; null where it talks to none. */
    host: z.string().max(512).nullable(),
    /** What this step will not take longer than. */
    limitMs: z.number().int().min(0),
  }),
  /** How much of many alike is done. */
  z.strictObject({
    type: z.literal('progress'),
    runId,
    seq: z.number().int().min(0),
    done: z.number().int().min(0),
    total: z.number().int().min(0),
  }),
  /** The token server is neither the registry nor one it is known to use: send the credential there? */
  z.strictObject({
    type: z.literal('question'),
    runId,
    seq: z.number().int().min(0),
    questionId: z.uuid(),
    question: z.literal('realm'),
    registry: z.string().max(512),
    realmHost: z.string().max(512),
  }),
  /** The store shows a prompt of its own; the run waits for it. */
  z.strictObject({
    type: z.literal('store-prompt'),
    runId,
    seq: z.number().int().min(0),
    limitMs: z.number().int().min(0),
  }),
  /** A probe of a diagnosis began, or ended: `result` is null until it has. */
  z.strictObject({
    type: z.literal('probe'),
    runId,
    seq: z.number().int().min(0),
    name: subjectName,
    id: probeId,
    kind: probeKind,
    target: z.string().max(512).nullable(),
    limitMs: z.number().int().min(0),
    result: probe.nullable(),
  }),
  /** One of the registries of a diagnosis is done. */
  z.strictObject({
    type: z.literal('diagnosed'),
    runId,
    seq: z.number().int().min(0),
    registry: registryDiagnosis,
  }),
  /** What came of asking about one entry of a pull secret. */
  z.strictObject({
    type: z.literal('checked'),
    runId,
    seq: z.number().int().min(0),
    key: z.string().max(1024),
    check: checkResult.nullable(),
    /** Why it could not be asked. */
    problem: errorCode.nullable(),
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;
