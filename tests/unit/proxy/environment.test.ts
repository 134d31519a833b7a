import { describe, expect, test } from 'vitest';
import { environmentRoute, environmentShown } from '../../../electron/core/proxy/environment.ts';
import { exemptionOf } from '../../../electron/core/proxy/no-proxy.ts';
import { systemRoute } from '../../../electron/core/proxy/system.ts';
import { PROXY_CASES } from '../../support/proxy-cases.ts';

describe('the environment, by the rules of Go', () => {
  test.each(PROXY_CASES)('$name', ({ env, url, through }) => {
    const real = Object.entries(env).map(([name, value]) => [name, value.replace('P', 'proxy:1')]);
    const { proxy } = environmentRoute(new URL(url), Object.fromEntries(real));
    expect(proxy?.url.href ?? null).toBe(through ? 'http://proxy:1/' : null);
  });

  test('the entry that decides is named as it is written', () => {
    const target = { host: 'a.example.com', port: 443 };
    expect(exemptionOf('x, Example.com ,*.b', target)).toEqual({
      rule: 'no-proxy',
      entry: 'Example.com',
    });
    expect(exemptionOf('a, *', target)).toEqual({ rule: 'no-proxy', entry: '*' });
    expect(exemptionOf('b', target)).toBeNull();
  });

  test.each([
    ['localhost', { rule: 'localhost' }],
    ['::1', { rule: 'loopback' }],
    ['::ffff:127.0.0.1', { rule: 'loopback' }],
  ])('%s is never proxied, whatever is set', (host, exemption) => {
    expect(exemptionOf('', { host, port: 443 })).toEqual(exemption);
  });

  test('a mapped address is the IPv4 address that it is', () => {
    const target = { host: '::ffff:192.0.2.7', port: 443 };
    expect(exemptionOf('192.0.2.0/24', target)).not.toBeNull();
    expect(exemptionOf('192.0.2.7', target)).not.toBeNull();
  });

  test('a name in another alphabet is compared as DNS writes it', () => {
    const { hostname: host } = new URL('https://a.bücher.example');
    expect(exemptionOf('bücher.example', { host, port: 443 })).not.toBeNull();
  });

  test.each(['socks5://proxy:1', 'ftp://proxy', 'http://', 'a b'])(
    '%s is no proxy that can be used, and the request does not go without one',
    (HTTPS_PROXY) => {
      expect(environmentRoute(new URL('https://r.example'), { HTTPS_PROXY })).toEqual({
        proxy: null,
        why: { rule: 'unusable', source: 'HTTPS_PROXY' },
      });
    },
  );

  test('the login of a proxy is taken from its URL and not shown', () => {
    const env = { HTTPS_PROXY: 'http://us%40er:p%3Aw@proxy.example:3128/', NO_PROXY: 'x' };
    const { proxy } = environmentRoute(new URL('https://r.example'), env);
    expect(proxy?.url.href).toBe('http://proxy.example:3128/');
    expect(proxy?.credential?.username).toBe('us@er');
    expect(proxy?.credential?.secret.reveal()).toBe('p:w');
    expect(environmentShown(env)).toEqual([
      { name: 'HTTPS_PROXY', value: 'http://proxy.example:3128' },
      { name: 'NO_PROXY', value: 'x' },
    ]);
    expect(environmentShown({ HTTP_PROXY: 'socks5://u:canary@h' })[0]?.value).not.toContain(
      'canary',
    );
  });
});

test.each([
  ['DIRECT', null, 'none'],
  ['', null, 'none'],
  ['PROXY proxy.example:3128', 'http://proxy.example:3128/', 'proxy'],
  ['PROXY a:1; PROXY b:2; DIRECT', 'http://a:1/', 'proxy'],
  ['HTTPS proxy.example:443', 'https://proxy.example/', 'proxy'],
  ['SOCKS5 proxy.example:1080', null, 'unusable'],
])('a PAC script says %s', (answer, proxy, rule) => {
  const route = systemRoute(answer);
  expect(route.proxy?.url.href ?? null).toBe(proxy);
  expect(route.why.rule).toBe(rule);
});
