import { rm } from 'node:fs/promises';
import { scopeOf } from '../../../shared/auth-scope.ts';
import { authKeyFor } from '../../../shared/registry.ts';
import type { TargetId } from '../../../shared/target.ts';
import { patchAuthFile } from '../authfile/codec.ts';
import { systemLocations } from '../authfile/locations.ts';
import type { DesktopSide } from '../desktop-side.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Secret } from '../secret.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { contentPath, rootScript, writeContent } from './root-script.ts';

export interface RootScriptDeps {
  readonly host: Host;
  readonly index: Pick<CredentialIndex, 'find'>;
  readonly desktop: Pick<DesktopSide, 'saveScript'>;
  /** @throws the store's codes */
  readonly read: (credentialId: string) => Promise<Secret>;
}

/**
 * Makes the script that installs credentials where only root writes, and the content that it installs.
 * @returns the script's path; null where the user did not want one
 * @throws TARGET_UNKNOWN, CREDENTIAL_UNKNOWN, the store's codes, FILE_NO_DIRECTORY, FILE_*
 */
export async function saveRootScript(
  targetId: TargetId,
  credentialIds: readonly string[],
  { host, index, desktop, read }: RootScriptDeps,
): Promise<string | null> {
  const location = systemLocations(host).find(({ id }) => id === targetId);
  if (location === undefined) throw new Failure('TARGET_UNKNOWN', { targetId });
  const { format, path } = location;
  const edits = [];
  for (const id of credentialIds) {
    const meta = index.find(id);
    if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
    const { username } = meta;
    const secret = await read(id);
    edits.push({ key: authKeyFor(scopeOf(meta), format), set: { username, secret } });
  }
  const keys = edits.map(({ key }) => key);
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) throw new Failure('CREDENTIAL_EXISTS', { registry: twice });
  const text = patchAuthFile(null, format, edits, path) ?? '';
  const content = await contentPath(host, targetId);
  const logins = edits.map(({ key, set: { username } }) => ({ key, username }));
  const script = rootScript({ location, content, uid: host.uid, logins });
  await writeContent(content, targetId, `${text}\n`);
  let saved: string | null = null;
  try {
    saved = await desktop.saveScript(`pullkeeper-${targetId}.sh`, script);
  } finally {
    // Without its script the content is of no use to anybody.
    if (saved === null) await rm(content, { force: true });
  }
  return saved;
}
