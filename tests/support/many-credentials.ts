import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialMeta } from '../../shared/credential.ts';

const KINDS = ['robot', 'service-account', 'token', 'other'] as const;
const TAGS = ['prod', 'staging', 'eu-west', '客户甲', 'ночь'] as const;
const VERDICTS = [
  { verdict: 'verified', reason: 'token-issued', httpStatus: 200 },
  { verdict: 'rejected', reason: 'credential-rejected', httpStatus: 401 },
  { verdict: 'unreachable', reason: 'timed-out', httpStatus: null },
] as const;
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** The credential at that place of a long list: the same ones each time, no two alike, all plausible. */
export function manyCredential(at: number): CredentialMeta {
  const registry = `registry-${Math.floor(at / 20)}.example.com`;
  const time = new Date(START + at * 60_000).toISOString();
  const verdict = VERDICTS[at % 4];
  return {
    id: uuidOf(at),
    registry,
    plainHttp: false,
    username: `team-${at % 97}+builder-${at}`,
    kind: KINDS[at % KINDS.length] ?? 'other',
    label: at % 3 === 0 ? `Pipeline ${at}` : '',
    createdAt: time,
    updatedAt: time,
    lastCheck:
      verdict === undefined
        ? null
        : { ...verdict, at: time, durationMs: 120, host: registry, message: null },
    targets: [],
    ...(at % 5 === 0 && {
      details: {
        owner: `Team ${at % 97}`,
        notes: at % 10 === 0 ? 'Rotated each quarter.' : '',
        tags: [TAGS[(at / 5) % TAGS.length] ?? 'prod'],
      },
    }),
  };
}

/** What an app finds that was used for long: an index of records whose secrets are in the keychain. */
export async function writeIndex(
  userData: string,
  metas: readonly CredentialMeta[],
): Promise<void> {
  await mkdir(userData, { recursive: true, mode: 0o700 });
  const records = metas.map((meta) => ({ backend: 'keychain', meta }));
  const data = { version: 1, storeId: null, records, pending: [] };
  await writeFile(join(userData, 'index.json'), JSON.stringify({ data }), { mode: 0o600 });
}

export function manyCredentials(count: number): CredentialMeta[] {
  return Array.from({ length: count }, (_each, at) => manyCredential(at));
}

function uuidOf(at: number): string {
  const hex = createHash('sha256').update(`credential ${at}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
