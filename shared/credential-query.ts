import { z } from 'zod';
import { credentialKind, credentialView, tag, verdict } from './credential.ts';
import { PAGE_ROWS } from './list-limits.ts';
import { entryState } from './target.ts';

/** Which credentials are looked for; null is any. */
export const credentialFilter = z.strictObject({
  /** Each word is somewhere in the registry, user, label, owner, tags, notes or kind. */
  text: z.string().max(500),
  /** `host[:port]` */
  registry: z.string().max(512).nullable(),
  kind: credentialKind.nullable(),
  verdict: z.enum([...verdict.options, 'never']).nullable(),
  tag: tag.nullable(),
  /** In some target it is so; `nowhere`: in none. */
  state: z.enum([...entryState.exclude(['foreign']).options, 'nowhere']).nullable(),
});
export type CredentialFilter = z.infer<typeof credentialFilter>;

/** `added`: as they were first saved. */
export const credentialOrder = z.strictObject({
  by: z.enum(['added', 'registry', 'user', 'kind', 'last-check']),
  descending: z.boolean(),
});
export type CredentialOrder = z.infer<typeof credentialOrder>;

export const credentialQuery = credentialFilter.extend({ order: credentialOrder });
export type CredentialQuery = z.infer<typeof credentialQuery>;

/** Some of the credentials that match a query, from `from` on. */
export const credentialPage = z.strictObject({
  /** How many there are, and how many of them match. */
  total: z.number().int().min(0),
  matching: z.number().int().min(0),
  from: z.number().int().min(0),
  credentials: z.array(credentialView).max(PAGE_ROWS),
});
export type CredentialPage = z.infer<typeof credentialPage>;

/** What there is to filter by, with how many credentials have it. */
export const credentialFacets = z.strictObject({
  registries: z
    .array(z.strictObject({ name: z.string().max(512), count: z.number().int() }))
    .max(20_000),
  tags: z.array(z.strictObject({ name: tag, count: z.number().int() })).max(1000),
});
export type CredentialFacets = z.infer<typeof credentialFacets>;
