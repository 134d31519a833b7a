import { describe, expect, it } from 'vitest';
import { meantFor } from '../../../electron/core/diagnostics/no-proxy-intent.ts';

describe('an entry of NO_PROXY that is meant for a host and does not match it', () => {
  const target = { host: 'registry.example.com', port: 443 };

  it.each([
    ['separated by a semicolon', 'localhost;registry.example.com', 'registry.example.com'],
    ['separated by a space', 'localhost registry.example.com', 'registry.example.com'],
    ['with a scheme', 'https://registry.example.com', 'https://registry.example.com'],
    ['with a path', 'registry.example.com/v2/', 'registry.example.com/v2/'],
    ['with another port', 'registry.example.com:5000', 'registry.example.com:5000'],
    ['with a star in front of the letters', '*example.com', '*example.com'],
    ['with a star in the middle', 'registry.*.com', 'registry.*.com'],
    ['in quotes', '"registry.example.com"', 'registry.example.com'],
  ])('%s', (_how, text, entry) => {
    expect(meantFor(text, target)).toBe(entry);
  });

  it.each([
    ['it matches', 'registry.example.com'],
    ['its domain matches', '.example.com'],
    ['everything is exempt', '*'],
    ['nothing is set', ''],
    ['another host is meant', 'https://registry.example.org;other.example.com:5000'],
  ])('is none where %s', (_why, text) => {
    expect(meantFor(text, target)).toBeNull();
  });

  it('knows addresses with stars', () => {
    expect(meantFor('10.1.*', { host: '10.1.2.3', port: 443 })).toBe('10.1.*');
    expect(meantFor('10.2.*', { host: '10.1.2.3', port: 443 })).toBeNull();
  });
});
