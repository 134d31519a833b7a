import { describe, expect, test } from 'vitest';
import { type Remedy, remediesOf, remedyOf } from '../../../renderer/features/lookup/remedies.ts';
import type { CredentialView } from '../../../shared/credential.ts';
import type { Finding, FindingCode } from '../../../shared/doctor.ts';
import type { CandidateReason, LookupStep, Resolution } from '../../../shared/lookup.ts';
import type { TargetView } from '../../../shared/target.ts';

const RUNTIME = '/run/user/1/containers/auth.json';
const DOCKER = '/home/me/.docker/config.json';
const KUBELET = '/var/lib/kubelet/config.json';

function step(
  source: string,
  candidates: [string, CandidateReason][] = [],
  more: Partial<LookupStep> = {},
): LookupStep {
  return {
    kind: 'file',
    source,
    origin: 'user-config',
    helper: null,
    outcome: 'no-match',
    candidates: candidates.map(([key, reason]) => ({ key, username: null, reason })),
    problem: null,
    ...more,
  };
}

function finding(code: FindingCode, path: string, evidence: Finding['evidence']): Finding {
  const fix = 'remove-entries';
  const id = `${code}:${'0'.repeat(32)}`;
  return { id, code, severity: 'warning', targetId: null, path, evidence, modifiedAt: null, fix };
}

function credential(namespace?: string): CredentialView {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: namespace ?? 'whole',
    registry: 'quay.io',
    ...(namespace !== undefined && { namespace }),
    plainHttp: false,
    username: 'me',
    kind: 'robot',
    label: '',
    createdAt: at,
    updatedAt: at,
    lastCheck: null,
    targets: [],
    states: [],
  };
}

function target(path: string, format: TargetView['format'], key?: string): TargetView {
  return {
    id: path,
    format,
    path,
    readBy: [],
    exists: true,
    volatile: false,
    preferred: true,
    writable: true,
    entries:
      key === undefined
        ? []
        : [{ key, username: 'me', state: 'shadowed', credentialId: 'whole', via: 'file' }],
    problem: null,
  };
}

function resolution(steps: LookupStep[], winner: number | null = null): Resolution {
  return {
    consumer: 'podman',
    reference: 'quay.io/org/app',
    registry: 'quay.io',
    steps,
    winner:
      winner === null
        ? null
        : {
            step: winner,
            key: 'quay.io',
            username: 'you',
            identityToken: false,
            hasSecret: true,
          },
    problem: null,
  };
}

function around(more: {
  findings?: Finding[];
  credentials?: CredentialView[];
  targets?: TargetView[];
}) {
  const explanation = { registry: 'quay.io', repository: 'org/app', resolutions: [] };
  return { explanation, findings: [], credentials: [], targets: [], ...more };
}

const nameOf = (remedy: Remedy | null) => {
  if (remedy?.kind === 'fix') return `fix ${remedy.finding.code}`;
  return remedy?.kind === 'write'
    ? `write ${remedy.credential.id} ${remedy.target.path}`
    : remedy?.kind;
};

describe('what helps a key that did not win', () => {
  test.each<[CandidateReason, FindingCode, Finding['evidence']]>([
    ['wrong-case', 'key-never-matches', { key: 'Quay.io' }],
    ['empty-entry-ends-search', 'empty-entry-shadows', { key: 'Quay.io' }],
    ['unstable-twin', 'url-form-twin', { key: 'Quay.io' }],
    ['helper-is-final', 'helper-failing', { helper: 'pass' }],
    ['file-partly-read', 'bad-base64', { key: 'other.example.com' }],
  ])('%s: the fix of %s', (reason, code, evidence) => {
    const own = step(DOCKER, [['Quay.io', reason]], { helper: 'pass' });
    const [candidate] = own.candidates;
    if (candidate === undefined) throw new Error('no candidate');
    const found = finding(code, DOCKER, evidence);
    const elsewhere = finding(code, RUNTIME, evidence);
    const unfixable = { ...found, fix: null };
    const help = (findings: Finding[]) =>
      nameOf(remedyOf(candidate, own, resolution([own]), around({ findings })));
    expect(help([elsewhere, found])).toBe(`fix ${code}`);
    expect(help([elsewhere, unfixable])).toBe('log-in');
  });

  test.each<CandidateReason>(['wins', 'less-specific', 'other-namespace'])(
    '%s is as it should be',
    (reason) => {
      const own = step(RUNTIME, [['quay.io', reason]]);
      const [candidate] = own.candidates;
      if (candidate === undefined) throw new Error('no candidate');
      expect(remedyOf(candidate, own, resolution([own]), around({}))).toBeNull();
    },
  );

  test('a stored login that an earlier file shadows goes into that file', () => {
    const later = step(DOCKER, [['quay.io', 'earlier-source-wins']]);
    const [candidate] = later.candidates;
    if (candidate === undefined) throw new Error('no candidate');
    const both = resolution([step(RUNTIME), later], 0);
    const targets = [
      target(RUNTIME, 'containers-auth'),
      target(DOCKER, 'docker-config', 'quay.io'),
    ];
    expect(
      nameOf(remedyOf(candidate, later, both, around({ targets, credentials: [credential()] }))),
    ).toBe(`write whole ${RUNTIME}`);
    expect(nameOf(remedyOf(candidate, later, both, around({ targets })))).toBe('take-over');
    const states = [
      { targetId: RUNTIME, key: 'quay.io', state: 'in-sync', username: 'me' } as const,
    ];
    const credentials = [{ ...credential(), states }];
    expect(remedyOf(candidate, later, both, around({ targets, credentials }))).toBeNull();
  });
});

describe('what helps a tool that comes to no login', () => {
  test('a stored credential is written where the tool looks first, if its key works there', () => {
    const credentials = [credential(), credential('org'), credential('other')];
    const inRuntime = around({ credentials, targets: [target(RUNTIME, 'containers-auth')] });
    expect(remediesOf(resolution([step(RUNTIME)]), inRuntime).map(nameOf)).toEqual([
      `write whole ${RUNTIME}`,
      `write org ${RUNTIME}`,
    ]);
    const inDocker = around({ credentials, targets: [target(DOCKER, 'docker-config')] });
    expect(remediesOf(resolution([step(DOCKER)]), inDocker).map(nameOf)).toEqual([
      `write whole ${DOCKER}`,
    ]);
  });

  test("nothing stored: a login; nothing of the user's: a script for root", () => {
    const targets = [target(RUNTIME, 'containers-auth')];
    expect(remediesOf(resolution([step(RUNTIME)]), around({ targets })).map(nameOf)).toEqual([
      'log-in',
    ]);
    expect(remediesOf(resolution([step(KUBELET)]), around({ targets })).map(nameOf)).toEqual([
      'root',
    ]);
  });

  test('a tool that logs in is offered only what is broken', () => {
    const found = finding('url-form-twin', RUNTIME, { key: 'https://quay.io' });
    const own = step(RUNTIME, [
      ['quay.io', 'wins'],
      ['https://quay.io', 'unstable-twin'],
    ]);
    expect(remediesOf(resolution([own], 0), around({ findings: [found] })).map(nameOf)).toEqual([
      'fix url-form-twin',
    ]);
  });
});
