import { describe, expect, it } from 'vitest';
import { agreementOf } from '../../../renderer/features/lookup/agreement.ts';
import type { Consumer, Explanation, Resolution } from '../../../shared/lookup.ts';

const registry = 'registry.example.com';

function resolution(consumer: Consumer, winner: Partial<Resolution['winner']>): Resolution {
  return {
    consumer,
    reference: registry,
    registry,
    steps: [],
    winner: winner && {
      step: 0,
      key: registry,
      username: 'ada',
      identityToken: false,
      hasSecret: true,
      ...winner,
    },
    problem: null,
  };
}

function explanation(...resolutions: Resolution[]): Explanation {
  return { registry, repository: null, resolutions };
}

describe('agreementOf', () => {
  it('is "same" where every tool logs in as one user, whatever the file', () => {
    const tools = [resolution('podman', {}), resolution('docker', { key: `https://${registry}` })];
    expect(agreementOf(explanation(...tools))).toBe('same');
  });

  it('is "differ" where one logs in as somebody else, asks without a credential or stops', () => {
    const podman = resolution('podman', {});
    const stopped: Resolution = {
      ...resolution('oc', null),
      problem: { code: 'FILE_IO', context: {}, retryable: true, correlationId: '' },
    };
    for (const other of [
      resolution('docker', { username: 'bob' }),
      resolution('docker', null),
      stopped,
    ]) {
      expect(agreementOf(explanation(podman, other))).toBe('differ');
    }
  });

  it('is "none" where a winner without a secret is the most that any has', () => {
    const tools = [resolution('podman', { hasSecret: false }), resolution('docker', null)];
    expect(agreementOf(explanation(...tools))).toBe('none');
  });
});
