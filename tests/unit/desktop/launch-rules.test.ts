import { describe, expect, it } from 'vitest';
import { refusalToStart } from '../../../electron/desktop/launch-rules.ts';

const launch = (switches: Record<string, string>, { packaged = true, uid = 1000 } = {}) =>
  refusalToStart({ packaged, uid, switchValue: (name) => switches[name] ?? null });

describe('how a packaged app may be started', () => {
  it('starts without switches, and with those that open nothing', () => {
    expect(launch({})).toBeNull();
    expect(
      launch({ 'user-data-dir': '/tmp/x', 'disable-gpu': '', 'password-store': '' }),
    ).toBeNull();
  });

  it.each([
    ['inspect', '0'],
    ['inspect-brk', ''],
    ['remote-debugging-port', '9222'],
    ['remote-debugging-pipe', ''],
    ['js-flags', '--expose-gc'],
    ['password-store', 'basic'],
    ['no-sandbox', ''],
    ['disable-web-security', ''],
  ])('refuses --%s (P7)', (name, value) => {
    expect(launch({ [name]: value })).toContain(`--${name}`);
  });

  it('refuses root, and names the switch that allows it (P2)', () => {
    expect(launch({}, { uid: 0 })).toContain('--allow-root');
    expect(launch({ 'no-sandbox': '' }, { uid: 0 })).toContain('--allow-root');
    expect(launch({ 'allow-root': '', 'no-sandbox': '' }, { uid: 0 })).toBeNull();
  });

  it('lets root not open a debugger either (P7)', () => {
    expect(launch({ 'allow-root': '', inspect: '' }, { uid: 0 })).toContain('--inspect');
  });

  it('refuses nothing in a checkout', () => {
    expect(launch({ inspect: '0', 'no-sandbox': '' }, { packaged: false, uid: 0 })).toBeNull();
  });
});
