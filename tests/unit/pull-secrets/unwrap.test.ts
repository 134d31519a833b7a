import { expect, it } from 'vitest';
import { unwrapPullSecret } from '../../../electron/core/pull-secrets/unwrap.ts';

const TEXT = '{"auths":{"quay.io":{"auth":"YTpi"}}}';
const BASE64 = Buffer.from(TEXT).toString('base64');
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/dockerconfigjson',
  metadata: { name: 'pull-secret', namespace: 'openshift-config' },
  data: { '.dockerconfigjson': BASE64 },
};
const YAML = `apiVersion: v1
data:
  .dockerconfigjson: ${BASE64}
kind: Secret
type: kubernetes.io/dockerconfigjson
`;

it.each([
  ['the text itself', TEXT],
  ['the text with a mark of Windows in front', `\ufeff${TEXT}`],
  ['the Secret as JSON', JSON.stringify(SECRET, null, 4)],
  ['the Secret as JSON on one line', JSON.stringify(SECRET)],
  ['the Secret as YAML', YAML],
  ['the Secret as YAML with quotes', YAML.replace(BASE64, `"${BASE64}"`)],
  ['the Secret as YAML from Windows', YAML.replaceAll('\n', '\r\n')],
  ['a List with the Secret', JSON.stringify({ kind: 'List', items: [SECRET] })],
  ['its data alone', `${BASE64}\n`],
  ['its data in lines', BASE64.replaceAll(/.{16}/g, '$&\n')],
])('finds the pull secret in %s', (_name, text) => {
  expect(unwrapPullSecret(text)).toBe(TEXT);
});

const OTHER = Buffer.from('{"auths":{"a.io":{"auth":"YTpi"}}}').toString('base64');
it.each([
  ['a pull secret that names the key', '{"auths":{"x":{".dockerconfigjson":"YWJjZA=="}}}'],
  ['two different Secrets', `${YAML}---\n${YAML.replace(BASE64, OTHER)}`],
  ['data that is no JSON', YAML.replace(BASE64, 'YWJjZGVm')],
  ['base64 of something else', 'YWJjZGVm'],
  ['nothing', ''],
  ['another member', YAML.replace('.dockerconfigjson', 'x.dockerconfigjson')],
])('leaves %s to the reader', (_name, text) => {
  expect(unwrapPullSecret(text)).toBe(text);
});
