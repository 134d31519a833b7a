import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallEvent, createGuard } from '../../../electron/ipc/guard.ts';

const OURS = 'app://pullkeeper';
const guard = createGuard((id) => id === 1, [OURS]);
const event = (id: number, frame: CallEvent['senderFrame']): CallEvent => ({
  sender: { id },
  senderFrame: frame,
});

describe('the sender guard (I2)', () => {
  it('trusts the main frame of our window on our origin', () => {
    expect(guard.trusts(event(1, { origin: OURS, parent: null }))).toBe(true);
  });

  it.each([
    ['a window that we did not open', event(2, { origin: OURS, parent: null })],
    ['a frame inside our page', event(1, { origin: OURS, parent: {} })],
    ['about:blank', event(1, { origin: 'null', parent: null })],
    ['another origin', event(1, { origin: 'https://example.com', parent: null })],
    ['another host of our scheme', event(1, { origin: 'app://other', parent: null })],
    ['a frame that is gone', event(1, null)],
  ])('refuses %s', (_what, call) => {
    expect(guard.trusts(call)).toBe(false);
  });

  it('refuses a frame that was disposed while the call was on its way', () => {
    const disposed: CallEvent = {
      sender: { id: 1 },
      get senderFrame(): never {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    };
    expect(guard.trusts(disposed)).toBe(false);
    expect(guard.describe(disposed)).toEqual({ origin: 'gone', mainFrame: false });
  });

  it('trusts no origin but the exact one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (origin) => {
        fc.pre(origin !== OURS);
        expect(guard.trusts(event(1, { origin, parent: null }))).toBe(false);
        const near = `${OURS}${origin}`;
        fc.pre(near !== OURS);
        expect(guard.trusts(event(1, { origin: near, parent: null }))).toBe(false);
      }),
    );
  });
});
