import { parseAuthFile } from '../../../electron/core/authfile/codec.ts';
import type { Location } from '../../../electron/core/authfile/locations.ts';
import { diagnoseEntries, type EntryContext } from '../../../electron/core/doctor/entries.ts';
import type { TargetFormat } from '../../../shared/target.ts';

export const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

export function locationOf(format: TargetFormat, more: Partial<Location> = {}): Location {
  const docker = format === 'docker-config';
  return {
    id: docker ? 'docker' : 'runtime',
    format,
    path: docker ? '/home/u/.docker/config.json' : '/run/user/1/containers/auth.json',
    readBy: docker ? ['docker', 'podman'] : ['podman'],
    volatile: !docker,
    preferred: true,
    readOnly: false,
    needsRoot: false,
    base: null,
    ...more,
  };
}

const ALONE: EntryContext = {
  helperWorks: () => true,
  answeredBefore: () => false,
  authFile: null,
};

/** Judges a file's entries as if nothing else were on the machine. */
export function judge(
  content: unknown,
  format: TargetFormat,
  context: Partial<EntryContext> = {},
  location = locationOf(format),
) {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const found = diagnoseEntries(location, parseAuthFile(bytes, format), { ...ALONE, ...context });
  return { bytes, found };
}

/** What was found, short: `code key reason -> fix`. */
export function told({ found }: ReturnType<typeof judge>): string[] {
  return found.map(({ finding: { code, evidence, fix } }) =>
    [code, evidence.key, evidence.reason, fix === null ? null : `-> ${fix}`]
      .filter((word) => word !== undefined && word !== null)
      .join(' '),
  );
}
