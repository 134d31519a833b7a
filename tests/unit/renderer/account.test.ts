import { describe, expect, it } from 'vitest';
import { emptyAccount, kindsOf } from '../../../renderer/features/login/account.ts';

describe('the kinds of credential that are offered', () => {
  it('are those that a known registry takes, the usual one first', () => {
    expect(kindsOf('registry.redhat.io', false)).toEqual(['service-account', 'red-hat-login']);
    expect(kindsOf('quay.io', false)).not.toContain('red-hat-login');
    expect(kindsOf('registry.access.redhat.com', false)).toEqual([]);
  });

  it('are none of Red Hat’s own for a registry that nothing is known of', () => {
    expect(kindsOf('registry.example.com:5000', false)).toEqual(['other', 'token', 'robot']);
    expect(emptyAccount('registry.example.com:5000', false).kind).toBe('other');
  });

  it('are Red Hat’s for the demo registry, which answers as theirs does', () => {
    expect(emptyAccount('127.0.0.1:40000', true).kind).toBe('service-account');
  });
});
