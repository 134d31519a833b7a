import { z } from 'zod';
import { wireError } from './errors.ts';

/**
 * The tools whose lookup rules are modelled. Tools that share a library share a consumer:
 * - `podman`: podman, skopeo, buildah and CRI-O (containers/image)
 * - `docker`: the docker CLI and what asks it (compose, buildx)
 * - `crane`: go-containerregistry's keychain (crane, cosign, ko, oc-mirror)
 * - `kubelet`: the node's own files, without the pod's pull secrets
 * - `oc`: `oc image` and `oc adm release`
 */
export const CONSUMERS = ['podman', 'docker', 'crane', 'kubelet', 'oc'] as const;
export const consumer = z.enum(CONSUMERS);
export type Consumer = z.infer<typeof consumer>;

/** Why a key did not win, or that it did. Each has its words in every locale (`lookup.why.<reason>`). */
export const CANDIDATE_REASONS = [
  'wins',
  /** It matches too, but an earlier file or helper has answered already. */
  'earlier-source-wins',
  /** registries.conf names other stores than the credential files: none of them is asked. */
  'files-not-asked',
  /** A longer (more specific) key of the same file wins. */
  'less-specific',
  /** It is the most specific key but has no credential in it, and ends the search in this file. */
  'empty-entry-ends-search',
  /** Its value is base64 that decodes to no `user:password`; the search in this file ends there. */
  'no-colon-ends-search',
  /** Its value is not valid base64: the tool stops with an error. */
  'bad-base64',
  /** A credential helper answers for this host, whatever the file says. */
  'helper-is-final',
  /** Same text but for upper and lower case; keys are compared case-sensitively. */
  'wrong-case',
  /** Same host, other port; this tool knows no default port. */
  'other-port',
  /** A URL form that this tool does not recognise. */
  'scheme-not-understood',
  /** A trailing slash or `/v1/` without a scheme makes the key match nothing. */
  'path-not-understood',
  /** A glob, which this tool takes literally. */
  'glob-not-understood',
  /** A key of a repository or namespace in a place where this tool compares hosts only. */
  'namespace-not-understood',
  /** Under the same registry, but of another repository or namespace. */
  'other-namespace',
  /** An identity token without a user name beside it. */
  'identity-token-ignored',
  /** User name and password in plain members, which this tool does not read. */
  'plain-members-ignored',
  /** Another entry of the file is broken; docker stops decoding there, in no fixed order. */
  'file-partly-read',
  /** Several URL forms of one host: which one wins changes from run to run. */
  'unstable-twin',
] as const;
export const candidateReason = z.enum(CANDIDATE_REASONS);
export type CandidateReason = z.infer<typeof candidateReason>;

/** One key of one source that has to do with the reference asked for. */
export const lookupCandidate = z.strictObject({
  key: z.string().max(1024),
  username: z.string().max(512).nullable(),
  reason: candidateReason,
});
export type LookupCandidate = z.infer<typeof lookupCandidate>;

/** One place that the tool consults, in the order in which it does. */
export const lookupStep = z.strictObject({
  kind: z.enum(['file', 'environment', 'helper']),
  /** The file's path, the variable's name or the helper's program. */
  source: z.string().max(4096),
  /** Why the tool looks there. */
  origin: z.enum([
    'REGISTRY_AUTH_FILE',
    'DOCKER_CONFIG',
    'DOCKER_AUTH_CONFIG',
    'runtime-directory',
    'run-containers',
    'user-config',
    'docker-home',
    'legacy-home',
    'kubelet-root',
    'working-directory',
    'root-directory',
    /** Named by `credential-helpers`, or that file itself where it cannot be used. */
    'registries-conf',
  ]),
  /** The suffix of the credential helper that answers for this file, where one does. */
  helper: z.string().max(255).nullable(),
  outcome: z.enum(['won', 'no-match', 'absent', 'error', 'not-reached']),
  candidates: z.array(lookupCandidate).max(200),
  problem: wireError.nullable(),
});
export type LookupStep = z.infer<typeof lookupStep>;

/** What one tool would use for one image reference on this machine. */
export const resolution = z.strictObject({
  consumer,
  reference: z.string().max(1024),
  registry: z.string().max(512),
  steps: z.array(lookupStep).max(32),
  /** Null: the tool would ask without a credential, or stop with `problem`. */
  winner: z
    .strictObject({
      step: z.number().int().min(0),
      key: z.string().max(1024),
      username: z.string().max(512).nullable(),
      identityToken: z.boolean(),
      /** False: the tool names this user and asks without a credential all the same. */
      hasSecret: z.boolean(),
    })
    .nullable(),
  /** The tool does not get as far as asking the registry. */
  problem: wireError.nullable(),
});
export type Resolution = z.infer<typeof resolution>;

/** The same question put to every kind of tool. */
export const explanation = z.strictObject({
  registry: z.string().max(512),
  repository: z.string().max(1024).nullable(),
  resolutions: z.array(resolution).max(16),
});
export type Explanation = z.infer<typeof explanation>;
