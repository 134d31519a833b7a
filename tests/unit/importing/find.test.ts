import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../../electron/core/importing/find.ts';
import { IMPORT_BYTES_MAX } from '../../../shared/importing.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const find = (text: string | Uint8Array) => findCredentials(Buffer.from(text));

/** `registry user secret [problem]` of each. */
function told(text: string): string[] {
  return find(text).found.map(({ registry, namespace, key, username, secret, problem }) =>
    [scopeText(registry, namespace) ?? key ?? '-', username ?? '-', secret ?? '-', problem]
      .filter(Boolean)
      .join(' '),
  );
}

function scopeText(registry: string | null, namespace: string | null): string | null {
  return registry === null || namespace === null ? registry : `${registry}/${namespace}`;
}

const refused = (code: string, context: object) =>
  expect.objectContaining({ code, context: expect.objectContaining(context) });

describe('files of the tools', () => {
  it('are told by their content', () => {
    const entry = `{"auth":"${base64('u:p')}"}`;
    expect(find(`{"auths":{"quay.io":${entry}}}`).source).toBe('containers-auth');
    expect(find(`{"auths":{"quay.io":${entry}},"credsStore":"pass"}`).source).toBe('docker-config');
    expect(find(`{"https://quay.io":${entry}}`).source).toBe('legacy-dockercfg');
    expect(find(`\ufeff{"auths":{"quay.io":${entry}}}`).source).toBe('containers-auth');
  });

  it('name what is wrong with an entry and keep the others', () => {
    const auths = {
      'quay.io': { auth: base64('u:p:q') },
      'quay.io/team': { auth: base64('u:p') },
      'a.io': { auth: 'x' },
      'b.io': { auth: base64('nobody') },
      'c.io': { auth: base64('u:'), identitytoken: 't' },
      'd.io': {},
      'quay.io/team:tag': { auth: base64('u:p') },
    };
    expect(told(JSON.stringify({ auths }))).toEqual([
      'quay.io u p:q',
      'quay.io/team u p',
      'a.io - - bad-base64',
      'b.io - - no-colon',
      'c.io u t identity-token',
      'd.io - - empty',
      'quay.io/team:tag u p namespace',
    ]);
    // docker would offer it to the whole host.
    expect(told(JSON.stringify({ auths, credsStore: '' }))[1]).toBe('quay.io/team u p namespace');
  });

  it('are refused with line, column and field where they do not parse', () => {
    expect(() => find('{"auths":{\n  "quay.io": {"auth": 7}}}')).toThrow(
      refused('IMPORT_MALFORMED', {
        line: 2,
        column: 23,
        field: 'auths["quay.io"].auth',
        reason: 'wrong-type',
      }),
    );
    expect(() => find('{"auths":{}')).toThrow(refused('IMPORT_MALFORMED', { line: 1, column: 12 }));
  });

  it('do not have a name in the error that might be a secret', () => {
    expect(() => find('{"auths":{"hunter2":{"auth":7}}}')).toThrow(
      refused('IMPORT_MALFORMED', { field: 'auths["…"].auth' }),
    );
  });
});

describe('objects of Kubernetes (S8, S10)', () => {
  const inner = JSON.stringify({ auths: { 'quay.io': { auth: base64('u:p') } } });
  const legacy = JSON.stringify({ 'https://q.io': { auth: base64('k:l') } });

  it('are read in YAML and JSON, both types, data and stringData, several documents, Lists', () => {
    const yaml = `# exported
apiVersion: v1
kind: Secret
metadata: {name: one, namespace: team}
data:
  .dockerconfigjson: >-
    ${base64(inner).slice(0, 20)}
    ${base64(inner).slice(20)}
---
kind: Secret
stringData:
  .dockercfg: '${legacy}'
---
kind: ConfigMap
data: {a: b}
`;
    const { source, found } = find(yaml);
    expect(source).toBe('kubernetes');
    expect(found.map(({ registry, holder }) => [registry, holder])).toEqual([
      ['quay.io', 'team/one'],
      ['q.io', null],
    ]);
    const secret = { kind: 'Secret', data: { '.dockerconfigjson': base64(inner) } };
    expect(told(JSON.stringify({ kind: 'List', items: [secret] }))).toEqual(['quay.io u p']);
    expect(told(`${JSON.stringify(secret)}\n${JSON.stringify(secret)}`)).toHaveLength(2);
    expect(told(JSON.stringify([secret]))).toEqual(['quay.io u p']);
  });

  it('have one that cannot be read as a fault, and the others are read', () => {
    const yaml = `kind: Secret\ndata:\n  .dockerconfigjson: '***'\n---\nkind: Secret\ndata:\n  .dockerconfigjson: ${base64(inner)}\n`;
    expect(find(yaml).faults).toEqual([
      { line: 3, column: 22, field: 'data[".dockerconfigjson"]', reason: 'bad-base64' },
    ]);
    expect(told(yaml)).toEqual(['quay.io u p']);
  });

  it('stringData counts where both are there', () => {
    const text = JSON.stringify({
      kind: 'Secret',
      data: { '.dockercfg': base64('{}') },
      stringData: { '.dockercfg': legacy },
    });
    expect(told(text)).toEqual(['q.io k l']);
  });
});

describe('commands', () => {
  it.each([
    ["podman login -u='1|n' -p='s' registry.redhat.io", 'registry.redhat.io 1|n s'],
    ['docker login -u u -p s', 'docker.io u s'],
    ['docker login https://quay.io/v1/ -u u -p s', 'quay.io u s'],
    [
      'sudo podman --log-level debug login --username u --password=s quay.io:443',
      'quay.io:443 u s',
    ],
    ['skopeo login --tls-verify=false -uu -ps localhost:5000', 'localhost:5000 u s'],
    ['buildah login -u u --password-stdin quay.io <<< s', 'quay.io u s'],
    ["printf '%s' s | docker login -u u --password-stdin quay.io", 'quay.io u s'],
    ['echo -n s | podman login -u u --password-stdin quay.io', 'quay.io u s'],
    ["PS C:\\> 's' | docker.exe login -u u --password-stdin quay.io", 'quay.io u s'],
    ["oc registry login --registry=quay.io --auth-basic='u:s:t' --to=f", 'quay.io u s:t'],
    [
      'oc create secret docker-registry n \\\n --docker-server=quay.io \\\n --docker-username=u --docker-password=s --docker-email=x',
      'quay.io u s',
    ],
    [
      'kubectl create secret docker-registry n --docker-username=u --docker-password=s',
      'docker.io u s',
    ],
    ['[me@host ~]$ podman login quay.io -u u -p s', 'quay.io u s'],
    ['C:\\Users\\me> podman login quay.io -u "a|b" -p a^&b', 'quay.io a|b a&b'],
    ['podman login quay.io/team -u u -p s', 'quay.io/team u s'],
    ['podman login quay.io -u u', 'quay.io u - no-secret'],
    ['podman login quay.io -u u -p "$TOKEN"', 'quay.io u - not-literal'],
    ['podman login quay.io -u u -p $(cat token)', 'quay.io u - not-literal'],
    ['cat token | podman login quay.io -u u --password-stdin', 'quay.io u - not-literal'],
    ['podman login quay.io -u u --password-stdin < token', 'quay.io u - not-literal'],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it('are read as every shell would, and each reading is a candidate', () => {
    const { found } = find("docker login -u u -p 'it''s' quay.io");
    expect(found.map(({ shell, secret }) => [shell, secret])).toEqual([
      ['sh', 'its'],
      ['powershell', "it's"],
    ]);
    expect(find("docker login -u u -p 's' quay.io").found).toEqual([
      expect.objectContaining({ shell: null, secret: 's' }),
    ]);
  });

  it('name the quotation mark that nothing closes', () => {
    expect(() => find('docker login -u u -p "s')).toThrow(
      refused('IMPORT_MALFORMED', { line: 1, column: 22, reason: 'unclosed-quote' }),
    );
  });
});

describe('a user and a token', () => {
  it.each([
    ['1|n\neyJh.b.c\n', '- 1|n eyJh.b.c'],
    ['1|n\teyJh.b.c', '- 1|n eyJh.b.c'],
    ['Username\t1|n\nToken\teyJ', '- 1|n eyJ'],
    ['Username:\n1|n\nPassword:\neyJ', '- 1|n eyJ'],
    ['用户名：u\n密码：s', '- u s'],
    ['| Registry | Username | Token |\n| --- | --- | --- |\n| quay.io | u | s |', 'quay.io u s'],
    ['Server: quay.io\nUser: u\nPassword: s', 'quay.io u s'],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  it('is not made of any two words', () => {
    for (const text of ['hello world\nhow are you', 'one', '', 'a\nb\nc']) {
      expect(() => find(text), text).toThrow(refused('IMPORT_NOTHING_FOUND', {}));
    }
  });
});

describe('what a credential helper answers', () => {
  it('to list has users and no secrets; to get has one', () => {
    expect(told('{"https://index.docker.io/v1/":"u","quay.io":"v"}')).toEqual([
      'docker.io u - no-secret',
      'quay.io v - no-secret',
    ]);
    expect(told('{"ServerURL":"https://quay.io","Username":"u","Secret":"s"}')).toEqual([
      'quay.io u s',
    ]);
    expect(told('{"ServerURL":"quay.io","Username":"<token>","Secret":"s"}')).toEqual([
      'quay.io <token> s identity-token',
    ]);
  });
});

describe('hostile texts (M1, M2)', () => {
  const bomb = `kind: Secret\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n`;
  it.each([
    ['aliases', bomb],
    ['depth', '['.repeat(200_000)],
    ['depth', `kind: Secret\nx: ${'['.repeat(5_000)}`],
    ['depth', `{"kind":"Secret","x":${'{"a":'.repeat(1_000)}`],
    ['nodes', `[${'1,'.repeat(60_000)}1]`],
    ['documents', 'kind: Secret\n---\n'.repeat(101)],
    ['bytes', 'x'.repeat(IMPORT_BYTES_MAX + 1)],
    [
      'candidates',
      JSON.stringify({
        auths: Object.fromEntries(
          Array.from({ length: 501 }, (_, at) => [`r${at}.io`, { auth: 'dTpw' }]),
        ),
      }),
    ],
  ])('go beyond a limit: %s', (reason, text) => {
    expect(() => find(text)).toThrow(refused('IMPORT_LIMIT', { reason }));
  });

  it.each([
    ['utf-16', Buffer.from('\ufeff{"auths":{}}', 'utf16le')],
    ['nul', Buffer.from('{"auths":{}}', 'utf16le')],
    ['nul', Buffer.from('user\0\nsecret')],
    ['not-utf8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('are no text: %s', (reason, bytes) => {
    expect(() => find(bytes)).toThrow(refused('IMPORT_NOT_TEXT', { reason }));
  });

  it('that name a prototype change nothing', () => {
    const text = `{"__proto__":{"auths":{}},"auths":{"__proto__":{"auth":"${base64('u:p')}"},"constructor":{"auth":"${base64('u:p')}"}}}`;
    expect(find(text).found.map(({ key }) => key)).toEqual(['__proto__', 'constructor']);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, 'auth')).toBeUndefined();
  });
});
