import { describe, expect, test } from 'vitest';
import { parseStartRequest, readStartRequest } from '../../../electron/desktop/start-request.ts';
import { MENU_ITEMS, VIEW_PATHS } from '../../../shared/views.ts';

const NOTHING = { hidden: false, view: null, action: null };

describe('a command line', () => {
  test.each([
    [[], NOTHING],
    [['--no-sandbox', '/opt/app', '--hidden'], { ...NOTHING, hidden: true }],
    [['--open=settings'], { ...NOTHING, view: 'settings' }],
    [['--do=lock'], { ...NOTHING, action: 'lock' }],
    [['--open=nowhere', '--do=forget'], NOTHING],
  ])('%j', (argv, request) => {
    expect(readStartRequest(argv)).toEqual(request);
  });
});

describe('a link, which any page of the web may have made', () => {
  test.each(MENU_ITEMS)('opens %s', (view) => {
    expect(readStartRequest([`pullkeeper://open/${view}`])).toEqual({ ...NOTHING, view });
    expect(VIEW_PATHS[view]).toMatch(/^\//);
  });
  test.each([
    ['pullkeeper://do/lock'],
    ['pullkeeper://open/lock'],
    ['pullkeeper://open/../settings'],
    ['pullkeeper://open/settings?do=lock'],
    ['pullkeeper://open/settings#/import'],
    ['pullkeeper:--do=lock'],
    ['PULLKEEPER://open/settings'],
    [`pullkeeper://open/${'a'.repeat(100_000)}`],
  ])('nothing else: %.40s', (link) => {
    expect(readStartRequest([link])).toEqual(NOTHING);
  });
  test('never acts, whatever comes beside it', () => {
    expect(readStartRequest(['--do=lock', '--hidden', 'pullkeeper://open/activity'])).toEqual({
      ...NOTHING,
      view: 'activity',
    });
  });
});

test('what another start hands over is looked at as closely', () => {
  const request = { hidden: true, view: 'settings', action: 'check-all' };
  expect(parseStartRequest({ ...request, credentialId: 'x' })).toEqual(request);
  for (const other of [null, 'lock', 7, [], { hidden: 'yes', view: 'toString', action: {} }]) {
    expect(parseStartRequest(other)).toEqual(NOTHING);
  }
});
