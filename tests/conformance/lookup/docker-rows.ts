import type { Row } from '../edge-cases.ts';
import { auth, type CaseFiles } from '../sandbox.ts';

/** Stands for the registry that is asked. */
export const H = 'registry.example.com';

/** Whom the docker CLI asks for `H/org/repo` as; null for nobody. */
export interface DockerRow extends Row {
  readonly files: CaseFiles;
  readonly expected: string | null;
}

const docker = (auths: Record<string, unknown>): CaseFiles => ({
  docker: JSON.stringify({ auths }),
});
const ok = (user: string) => ({ auth: auth(user) });

export const DOCKER_ROWS: readonly DockerRow[] = [
  {
    ids: [51],
    name: 'a key with a namespace is offered to all of the host',
    files: docker({ [`${H}/other`]: ok('namespace') }),
    expected: 'namespace',
  },
  {
    ids: [51],
    name: 'the exact host before it',
    files: docker({ [`${H}/org`]: ok('namespace'), [H]: ok('host') }),
    expected: 'host',
  },
  {
    ids: [76],
    name: 'auth before plain user name and password',
    files: docker({ [H]: { ...ok('auth'), username: 'plain', password: 'pw' } }),
    expected: 'auth',
  },
  {
    ids: [85],
    name: 'a .dockercfg alone',
    files: { legacy: JSON.stringify({ [H]: ok('legacy') }) },
    expected: null,
  },
  {
    ids: [85],
    name: 'an auth.json alone',
    files: { runtime: JSON.stringify({ auths: { [H]: ok('runtime') } }) },
    expected: null,
  },
];
