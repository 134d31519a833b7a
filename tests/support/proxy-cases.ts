/** What a client does with an environment: the rules of Go, held against a Go tool by the integration test. */
export interface ProxyCase {
  readonly name: string;
  /** `P` stands for the proxy's `host:port`. */
  readonly env: Readonly<Record<string, string>>;
  readonly url: string;
  /** Whether the request goes through the proxy. */
  readonly through: boolean;
}

const one = (noProxy: string, host: string, through: boolean): ProxyCase => ({
  name: `NO_PROXY=${noProxy} ${host}`,
  env: { HTTPS_PROXY: 'http://P', NO_PROXY: noProxy },
  url: `https://${host}`,
  through,
});

export const PROXY_CASES: readonly ProxyCase[] = [
  one('', 'r.invalid', true),
  one('r.invalid', 'r.invalid', false),
  one('invalid', 'r.invalid', false),
  one('.r.invalid', 'r.invalid', true),
  one('.r.invalid', 'a.r.invalid', false),
  one('*.r.invalid', 'a.r.invalid', false),
  one('*.r.invalid', 'r.invalid', true),
  one('r.invalid', 'ar.invalid', true),
  one('R.Invalid', 'r.invalid', false),
  one(' r.invalid , x', 'r.invalid', false),
  one('x r.invalid', 'r.invalid', true),
  one('x,*', 'r.invalid', false),
  one('*,x', '192.0.2.1', false),
  one('r.invalid:443', 'r.invalid', false),
  one('r.invalid:5000', 'r.invalid', true),
  one('r.invalid:5000', 'r.invalid:5000', false),
  one(':443', 'r.invalid', true),
  one('.:443', 'r.invalid', true),
  one('192.0.2.1', '192.0.2.1', false),
  one('192.0.2.1', '192.0.2.2', true),
  one('192.0.2.1:443', '192.0.2.1', false),
  one('192.0.2.1:5000', '192.0.2.1', true),
  one('192.0.2.0/24', '192.0.2.9', false),
  one('192.0.2.0/24', '192.0.3.9', true),
  one('192.0.2.0/24:443', '192.0.2.9', true),
  one('192.0.2.0/33', '192.0.2.9', true),
  one('192.0.2', '192.0.2.1', true),
  one('.2.1', '192.0.2.1', false),
  one('2001:db8::/32', '[2001:db8::1]', false),
  one('[2001:db8::1]:443', '[2001:db8::1]', false),
  one('2001:db8:0::1', '[2001:db8::1]', false),
  one('2001:db8::2', '[2001:db8::1]', true),
  one('', '127.0.0.1:1', false),
  one('', '127.9.9.9:1', false),
  one('', '[::1]:1', false),
  one('', 'localhost:1', false),
  one('', 'a.localhost:1', true),
  {
    name: 'lower case alone',
    env: { https_proxy: 'http://P', no_proxy: 'x' },
    url: 'https://r.invalid',
    through: true,
  },
  {
    name: 'upper case counts first',
    env: { NO_PROXY: 'x', no_proxy: 'r.invalid', https_proxy: 'http://P' },
    url: 'https://r.invalid',
    through: true,
  },
  {
    name: 'an empty variable is as good as none',
    env: { HTTPS_PROXY: '', https_proxy: 'http://P', NO_PROXY: '', no_proxy: 'r.invalid' },
    url: 'https://r.invalid',
    through: false,
  },
  {
    name: 'without a scheme',
    env: { HTTPS_PROXY: 'P' },
    url: 'https://r.invalid',
    through: true,
  },
  {
    name: 'HTTP_PROXY says nothing of https',
    env: { HTTP_PROXY: 'http://P' },
    url: 'https://r.invalid',
    through: false,
  },
  {
    name: 'HTTPS_PROXY says nothing of http',
    env: { HTTPS_PROXY: 'http://P' },
    url: 'http://r.invalid',
    through: false,
  },
  {
    name: 'ALL_PROXY is not looked at',
    env: { ALL_PROXY: 'http://P', all_proxy: 'http://P' },
    url: 'https://r.invalid',
    through: false,
  },
  {
    name: 'plain HTTP',
    env: { HTTP_PROXY: 'http://P' },
    url: 'http://r.invalid',
    through: true,
  },
  {
    name: 'HTTP_PROXY where REQUEST_METHOD is set',
    env: { HTTP_PROXY: 'http://P', REQUEST_METHOD: 'GET' },
    url: 'http://r.invalid',
    through: false,
  },
  {
    name: 'HTTPS_PROXY where REQUEST_METHOD is set',
    env: { HTTPS_PROXY: 'http://P', REQUEST_METHOD: 'GET' },
    url: 'https://r.invalid',
    through: true,
  },
];
