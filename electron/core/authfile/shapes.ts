import type { TargetFormat } from '../../../shared/target.ts';

/** What Go's decoder takes for a member; any other type makes the tool refuse the whole file. */
export type Shape = 'string' | 'array' | 'string-map' | 'object-map';

/** The typed members of an entry: a value of another type makes the tool refuse the whole file. */
export const ENTRY_STRINGS: Record<TargetFormat, ReadonlySet<string>> = {
  'containers-auth': new Set(['auth', 'identitytoken']),
  'docker-config': new Set([
    'auth',
    'username',
    'password',
    'email',
    'serveraddress',
    'identitytoken',
    'registrytoken',
  ]),
  'legacy-dockercfg': new Set(['auth', 'identitytoken']),
};

/**
 * The typed members at the top, beside `auths` and `credHelpers`.
 * @see https://github.com/docker/cli/blob/master/cli/config/configfile/file.go
 */
export const TOP_SHAPES: Record<TargetFormat, ReadonlyMap<string, Shape>> = {
  'containers-auth': new Map<string, Shape>(),
  'docker-config': new Map<string, Shape>([
    ['credsstore', 'string'],
    ['httpheaders', 'string-map'],
    ['psformat', 'string'],
    ['imagesformat', 'string'],
    ['networksformat', 'string'],
    ['pluginsformat', 'string'],
    ['volumesformat', 'string'],
    ['statsformat', 'string'],
    ['detachkeys', 'string'],
    ['serviceinspectformat', 'string'],
    ['servicesformat', 'string'],
    ['tasksformat', 'string'],
    ['secretformat', 'string'],
    ['configformat', 'string'],
    ['nodesformat', 'string'],
    ['prunefilters', 'array'],
    ['proxies', 'object-map'],
    ['currentcontext', 'string'],
    ['clipluginsextradirs', 'array'],
    ['plugins', 'object-map'],
    ['aliases', 'string-map'],
    ['features', 'string-map'],
  ]),
  'legacy-dockercfg': new Map<string, Shape>(),
};
