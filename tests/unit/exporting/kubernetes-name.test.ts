import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isExportEmail, kubernetesName } from '../../../shared/exporting.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

it('any text becomes a DNS-1123 subdomain, which is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const name = kubernetesName(text, 'object', 'fallback');
      expect(name).toMatch(new RegExp(`^${LABEL}(\\.${LABEL})*$`));
      expect(name.length).toBeLessThanOrEqual(253);
      expect(name.split('.').every((label) => label.length <= 63)).toBe(true);
      expect(kubernetesName(name, 'object', 'fallback')).toBe(name);
    }),
  );
});

it('a namespace is one label', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const name = kubernetesName(text, 'namespace', '');
      expect(name).toMatch(new RegExp(`^(${LABEL})?$`));
      expect(name.length).toBeLessThanOrEqual(63);
    }),
  );
  expect(kubernetesName('My.Project', 'namespace', '')).toBe('my-project');
});

it('an email address is one word around one sign', () => {
  const taken = ['', 'ops@example.com', "o'brien@example.com", 'a+b@c'];
  const refused = ['ops', '@example.com', 'a b@c', 'a@b@c', 'a@b\n', 'a@\u2028b'];
  expect(taken.filter((text) => !isExportEmail(text))).toEqual([]);
  expect(refused.filter(isExportEmail)).toEqual([]);
});
