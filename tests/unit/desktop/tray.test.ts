import { randomUUID } from 'node:crypto';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { messagesIn } from '../../../electron/desktop/messages.ts';
import icons from '../../../electron/desktop/tray/icons.json';
import { trayMenu } from '../../../electron/desktop/tray/tray-menu.ts';
import { type TraySight, trayState } from '../../../electron/desktop/tray/tray-state.ts';
import type { CheckResult, CredentialView } from '../../../shared/credential.ts';
import { LANGUAGES } from '../../../shared/settings.ts';

const AT = '2026-01-01T00:00:00.000Z';

function credential(registry: string, username: string, isActive = false): CredentialView {
  return {
    id: randomUUID(),
    registry,
    plainHttp: false,
    username,
    kind: 'other',
    label: '',
    createdAt: AT,
    updatedAt: AT,
    lastCheck: null,
    targets: isActive ? ['runtime'] : [],
    states: isActive ? [{ targetId: 'runtime', key: registry, state: 'in-sync', username }] : [],
  };
}

const rejected: CheckResult = {
  verdict: 'rejected',
  reason: 'credential-rejected',
  at: AT,
  durationMs: 1,
  host: null,
  httpStatus: 401,
  message: null,
};

const sight = (change: Partial<TraySight> = {}): TraySight => ({
  credentials: [credential('quay.io', 'jo', true), credential('quay.io', 'robot+ci')],
  profiles: [{ id: randomUUID(), name: 'Work & play', state: 'active' }],
  notices: [],
  vault: null,
  isOnline: true,
  ...change,
});

const ACTIONS = { act: () => {}, open: () => {}, quit: () => {} };
const labels = (items: MenuItemConstructorOptions[]): (string | undefined)[] =>
  items.flatMap(({ label, submenu }) => [
    label,
    ...(Array.isArray(submenu) ? labels(submenu as MenuItemConstructorOptions[]) : []),
  ]);

describe('the state of the tray', () => {
  test('has a picture of its own for each', () => {
    expect(trayState(sight()).status).toBe('good');
    expect(trayState(sight({ isOnline: false })).status).toBe('offline');
    const failed = { ...credential('quay.io', 'jo'), lastCheck: rejected };
    expect(trayState(sight({ credentials: [failed] })).status).toBe('attention');
    const vault = { backend: 'age-file', backendName: '', state: 'locked', detail: null } as const;
    expect(trayState(sight({ vault, isOnline: false })).status).toBe('locked');
    expect(new Set(Object.values(icons).map((each) => each[22])).size).toBe(4);
  });

  test('names what drifted and what was rejected, the newest first', () => {
    const drifted = credential('quay.io', 'jo');
    const failed = { ...credential('ghcr.io', 'ann'), lastCheck: rejected };
    const notice = {
      credentialId: drifted.id,
      targetId: 'runtime',
      kind: 'logged-out',
      key: 'quay.io',
      usernameNow: null,
      at: '2026-02-01T00:00:00.000Z',
    } as const;
    expect(
      trayState(sight({ credentials: [failed, drifted], notices: [notice] })).problems,
    ).toEqual([
      { kind: 'logged-out', username: 'jo', scope: 'quay.io' },
      { kind: 'rejected', username: 'ann', scope: 'ghcr.io' },
    ]);
  });
});

describe('the menu of the tray', () => {
  test.each(LANGUAGES)('has no empty or unfilled label in %s', (language) => {
    const text = labels(trayMenu(trayState(sight()), messagesIn(language), ACTIONS));
    for (const label of text.filter((each) => each !== undefined)) {
      expect(label).not.toBe('');
      expect(label).not.toMatch(/[{}]/);
    }
  });

  test('takes somebody else’s names as text of one line', () => {
    const strange = credential('quay.io', `a&b\n\u202e${'x'.repeat(300)}`, true);
    const [, , group] = trayMenu(
      trayState(sight({ credentials: [strange] })),
      messagesIn('en'),
      ACTIONS,
    );
    expect(group?.label).toMatch(/^quay\.io: a&&b {2}x+…$/);
    expect(group?.label?.length).toBeLessThan(70);
  });

  test('switches profiles', () => {
    const items = trayMenu(trayState(sight()), messagesIn('en'), ACTIONS);
    const profiles = items.find(({ label }) => label === 'Profiles')?.submenu;
    expect(profiles).toMatchObject([{ label: 'Work && play', checked: true }]);
  });

  test('stays a menu with ten thousand credentials', () => {
    const many = Array.from({ length: 10_000 }, (_, nth) =>
      credential(`r${nth % 500}.example.com`, `user${nth}`),
    );
    const items = trayMenu(trayState(sight({ credentials: many })), messagesIn('en'), ACTIONS);
    expect(labels(items).length).toBeLessThan(600);
    expect(labels(items)).toContain('More in the window…');
  });
});
