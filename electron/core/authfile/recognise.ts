import { DOCKER_HUB_KEY } from '../../../shared/registry.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import { layoutOf, parseAuthFile } from './codec.ts';
import { foldName } from './layout.ts';
import { TOP_SHAPES } from './shapes.ts';

/**
 * Tells the format of a credential file from what is in it. The two that have `auths` are told apart by
 * what only docker writes: settings of its own, and its key for Docker Hub. A file of entries alone,
 * each with an `auth`, is the format from before `auths`.
 * @param path only named in errors
 * @throws FILE_MALFORMED with the place of the first error; FILE_TOO_LARGE
 */
export function recogniseFormat(bytes: Uint8Array, path: string): TargetFormat {
  // docker reads more than the others do: what it cannot read nobody can.
  const { entries, credsStore } = parseAuthFile(bytes, 'docker-config', path);
  const members = membersOf(bytes, path);
  const docker = [...members.keys()].some((name) => TOP_SHAPES['docker-config'].has(name));
  if (docker || credsStore !== null || entries.some(({ key }) => key === DOCKER_HUB_KEY)) {
    return 'docker-config';
  }
  if (members.has('auths') || members.has('credhelpers') || members.size === 0) {
    parseAuthFile(bytes, 'containers-auth', path);
    return 'containers-auth';
  }
  if (![...members.values()].every(isLegacyEntry)) {
    throw new Failure('FILE_MALFORMED', {
      path,
      line: 1,
      column: 1,
      field: 'auths',
      reason: 'missing',
    });
  }
  parseAuthFile(bytes, 'legacy-dockercfg', path);
  return 'legacy-dockercfg';
}

/** The members of the document by folded name. */
function membersOf(bytes: Uint8Array, path: string): ReadonlyMap<string, unknown> {
  const { text, start, end } = layoutOf(bytes, 'docker-config', path);
  // docker takes a file with nothing in it for an empty configuration; what it is meant to be is unknown.
  if (start === end) {
    throw new Failure('FILE_MALFORMED', { path, line: 1, column: 1, reason: 'empty' });
  }
  // docker reads the first value and no further.
  const value: unknown = JSON.parse(text.slice(start, end));
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).map(([name, member]) => [foldName(name), member]));
}

function isLegacyEntry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'auth' in value;
}
