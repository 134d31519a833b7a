import { describe, expect, it } from 'vitest';
import { createEmit } from '../../../electron/ipc/events.ts';
import { EVENT_CHANNEL } from '../../../shared/channels.ts';
import type { EventPayload } from '../../../shared/events.ts';

function harness() {
  const sent: unknown[][] = [];
  const logged: { event: string; fields: unknown }[] = [];
  const page = (destroyed: boolean) => ({
    isDestroyed: () => destroyed,
    send: (...args: unknown[]) => {
      sent.push(args);
    },
  });
  const emit = createEmit(() => [page(false), page(true)], {
    error: (event, fields) => {
      logged.push({ event, fields });
    },
  });
  return { emit, sent, logged };
}

describe('an event that main sends', () => {
  it('reaches every page that is there, over the one channel', () => {
    const { emit, sent } = harness();
    emit('menu.chosen', { item: 'log-in' });
    expect(sent).toEqual([[EVENT_CHANNEL, 'menu.chosen', { item: 'log-in' }]]);
  });

  it('with a field that the contract does not have is not sent, and is logged without it (I4)', () => {
    const { emit, sent, logged } = harness();
    const payload = { item: 'log-in', secret: 'canary-5f1c' } as EventPayload<'menu.chosen'>;
    emit('menu.chosen', payload);
    expect(sent).toEqual([]);
    expect(logged).toMatchObject([{ event: 'ipc.event-invalid' }]);
    expect(JSON.stringify(logged)).not.toContain('canary-5f1c');
  });
});
