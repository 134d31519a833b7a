import { describe, expect, test } from 'vitest';
import { adviseImage, imageCommands, referenceOf } from '../../../shared/image-advice.ts';
import { SHELLS } from '../../../shared/shell-quoting.ts';

describe('S5: advice for an image on any of the three hosts', () => {
  test.each([
    [
      'registry.access.redhat.com/ubi9/ubi:9.4',
      ['no-login-there'],
      'registry.redhat.io/ubi9/ubi:9.4',
    ],
    [
      'registry.access.redhat.com/rhel8/postgresql-15',
      ['no-login-there', 'maybe-only-with-login'],
      'registry.redhat.io/rhel8/postgresql-15',
    ],
    [
      'docker://registry.redhat.io/ubi8-minimal',
      ['login-needed', 'maybe-without-login', 'shared-systems'],
      'registry.access.redhat.com/ubi8-minimal',
    ],
    [
      'https://registry.redhat.io/rhel8/rsyslog',
      ['login-needed', 'terms', 'shared-systems'],
      'registry.access.redhat.com/rhel8/rsyslog',
    ],
    [
      'registry.connect.redhat.com/mongodb/enterprise-server:7',
      ['login-needed', 'partner-images', 'terms', 'shared-systems'],
      null,
    ],
    ['quay.io/org/app', ['depends-on-image'], null],
    ['registry.example.com:5000/team/app', ['unknown-registry'], null],
  ])('%s', (text, advice, elsewhere) => {
    const advised = adviseImage(text);
    expect(advised).toMatchObject({ ok: true, advice, elsewhere });
  });

  test('what names no image says why', () => {
    expect(adviseImage('registry.redhat.io')).toEqual({ ok: false, reason: 'no-repository' });
    expect(adviseImage('a b')).toEqual({ ok: false, reason: 'whitespace' });
  });
});

describe('S15, S16: the commands for an image', () => {
  test.each(SHELLS)('%s', (shell) => {
    const image = { registry: 'registry.redhat.io', repository: 'rhel8/pcp', reference: null };
    expect(imageCommands(image, shell)).toEqual({
      pull: 'podman pull registry.redhat.io/rhel8/pcp',
      copy: 'skopeo copy docker://registry.redhat.io/rhel8/pcp containers-storage:registry.redhat.io/rhel8/pcp',
      inspect: 'skopeo inspect docker://registry.redhat.io/rhel8/pcp',
    });
  });

  test('a digest is quoted where a shell reads something into its @', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const image = { registry: 'quay.io', repository: 'org/app', reference: digest };
    expect(referenceOf(image)).toBe(`quay.io/org/app@${digest}`);
    expect(imageCommands(image, 'powershell').pull).toBe(`podman pull 'quay.io/org/app@${digest}'`);
    expect(imageCommands(image, 'sh').pull).toBe(`podman pull quay.io/org/app@${digest}`);
  });
});
