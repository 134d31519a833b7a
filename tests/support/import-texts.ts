/** One text of each shape that an import reads, with the secret `canary` wherever it goes. */
export function importTexts(canary: string): string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const auths = {
    'registry.redhat.io': { auth: base64(`1234567|builder:${canary}`), email: 'a@b' },
  };
  const file = JSON.stringify({ auths, credHelpers: { 'quay.io': 'pass' } }, null, '\t');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'builder-pull-secret', namespace: 'team' },
    data: { '.dockerconfigjson': base64(file) },
    type: 'kubernetes.io/dockerconfigjson',
  };
  const q = `'${canary.replaceAll("'", "'\\''")}'`;
  return [
    file,
    JSON.stringify({ ...JSON.parse(file), credsStore: 'pass', HttpHeaders: { a: 'b' } }),
    JSON.stringify(auths),
    JSON.stringify(secret, null, 2),
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [secret, secret] }),
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  .dockerconfigjson: ${base64(file)}\n---\nkind: Secret\nstringData:\n  .dockercfg: |\n    ${JSON.stringify(auths)}\n`,
    `podman login -u='1234567|builder' -p=${q} registry.redhat.io`,
    `echo ${q} | docker login --username u --password-stdin quay.io`,
    `oc create secret docker-registry n --docker-server=quay.io --docker-username=u --docker-password=${q}`,
    `oc registry login --registry=quay.io --auth-basic=u:${q}`,
    `1234567|builder\n${canary}`,
    `Registry\tUsername\tToken\nquay.io\tu\t${canary}\n`,
    `Username: u\nPassword: ${canary}\nRegistry: quay.io\n`,
    JSON.stringify({ ServerURL: 'https://quay.io', Username: 'u', Secret: canary }),
    JSON.stringify({ 'https://index.docker.io/v1/': 'u', 'quay.io': 'v' }),
  ];
}
