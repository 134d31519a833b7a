import type { z } from 'zod';
import type { CallSchema } from './calls/part.ts';
import type { CallName } from './channels.ts';
import type { wireError } from './errors.ts';

/**
 * Every call that crosses IPC, `<part>.<name>`: what goes in and what comes out. Both are parsed, in
 * both directions. No output has a field that could hold a secret.
 *
 * The schemas of a part are loaded at its first call: a start needs few of them, and building all takes
 * longer than everything else that main does before the first list.
 */
const PARTS = {
  app: () => import('./calls/app.ts'),
  audit: () => import('./calls/audit.ts'),
  credentials: () => import('./calls/credentials.ts'),
  demo: () => import('./calls/app.ts'),
  diagnosis: () => import('./calls/diagnosis.ts'),
  documents: () => import('./calls/documents.ts'),
  doctor: () => import('./calls/doctor.ts'),
  drift: () => import('./calls/drift.ts'),
  explainer: () => import('./calls/explainer.ts'),
  export: () => import('./calls/export.ts'),
  history: () => import('./calls/history.ts'),
  import: () => import('./calls/import.ts'),
  images: () => import('./calls/images.ts'),
  links: () => import('./calls/app.ts'),
  login: () => import('./calls/login.ts'),
  lookup: () => import('./calls/lookup.ts'),
  overview: () => import('./calls/overview.ts'),
  proxy: () => import('./calls/proxy.ts'),
  quick: () => import('./calls/quick.ts'),
  plaintext: () => import('./calls/plaintext.ts'),
  profiles: () => import('./calls/profiles.ts'),
  'pull-secret': () => import('./calls/pull-secret.ts'),
  'red-hat': () => import('./calls/red-hat.ts'),
  report: () => import('./calls/report.ts'),
  run: () => import('./calls/app.ts'),
  session: () => import('./calls/session.ts'),
  'service-accounts': () => import('./calls/service-accounts.ts'),
  secret: () => import('./calls/secret.ts'),
  settings: () => import('./calls/settings.ts'),
  targets: () => import('./calls/targets.ts'),
  vault: () => import('./calls/vault.ts'),
} satisfies Record<
  PartOf<CallName>,
  () => Promise<{ calls: Partial<Record<CallName, CallSchema>> }>
>;

/** The part that a call belongs to. */
export type PartOf<N extends CallName> = N extends `${infer P}.${string}` ? P : never;

type CallsOfPart<P extends keyof typeof PARTS> = Awaited<ReturnType<(typeof PARTS)[P]>>['calls'];
type SchemaOf<N extends CallName> = N extends CallName
  ? CallsOfPart<PartOf<N>> extends Record<N, infer S extends CallSchema>
    ? S
    : never
  : never;

export type CallInput<N extends CallName> = z.infer<SchemaOf<N>['input']>;
export type CallOutput<N extends CallName> = z.infer<SchemaOf<N>['output']>;

/** The schemas of a call. */
export async function schemaOf<N extends CallName>(name: N): Promise<SchemaOf<N>> {
  const part = name.slice(0, name.indexOf('.')) as PartOf<CallName>;
  const { calls }: { calls: Partial<Record<CallName, CallSchema>> } = await PARTS[part]();
  // Both names come from the same lists, which the types above hold against each other.
  return calls[name] as SchemaOf<N>;
}

/** What a call answers with. */
export type Envelope<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof wireError> };
