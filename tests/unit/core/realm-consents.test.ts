import { describe, expect, it } from 'vitest';
import { RealmConsents } from '../../../electron/core/realm-consents.ts';

const log = { warn: () => {} };

function storage(data?: unknown) {
  let kept = data;
  return {
    read: () => kept,
    write: (next: unknown) => {
      kept = next;
    },
  };
}

describe('remembered token servers (N2)', () => {
  it('are remembered for that registry and that host alone', () => {
    const kept = storage();
    new RealmConsents(kept, log).allow('quay.example', 'tokens.example');
    const again = new RealmConsents(kept, log);
    expect(again.allowed('quay.example', 'tokens.example')).toBe(true);
    expect(again.allowed('quay.example', 'tokens.example:8443')).toBe(false);
    expect(again.allowed('other.example', 'tokens.example')).toBe(false);
  });

  it.each([undefined, null, 'yes', { version: 2, realms: [] }, { version: 1, realms: [{}] }])(
    'are none where what is kept is %j',
    (kept) => {
      expect(new RealmConsents(storage(kept), log).allowed('a', 'b')).toBe(false);
    },
  );

  it.each([{ version: 2, realms: [] }, 'yes'])('leave %j as it is', (newer) => {
    const kept = storage(newer);
    const consents = new RealmConsents(kept, log);
    consents.allow('a', 'b');
    expect(consents.allowed('a', 'b')).toBe(true);
    expect(kept.read()).toEqual(newer);
    // Set aside in the meantime.
    kept.write(undefined);
    consents.allow('c', 'd');
    expect(new RealmConsents(kept, log).allowed('a', 'b')).toBe(true);
  });

  it('forget the oldest answer first', () => {
    const kept = storage();
    const consents = new RealmConsents(kept, log);
    for (let n = 0; n <= 500; n++) consents.allow('quay.example', `tokens-${n}.example`);
    expect(consents.allowed('quay.example', 'tokens-0.example')).toBe(false);
    expect(consents.allowed('quay.example', 'tokens-500.example')).toBe(true);
  });
});
