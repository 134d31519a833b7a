import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createHelperClient } from '../../../electron/core/authfile/credential-helper.ts';
import { Doctor } from '../../../electron/core/doctor/doctor.ts';
import type { Host } from '../../../electron/core/host.ts';
import { createLog } from '../../../electron/core/log.ts';
import { OwnFiles } from '../../../electron/core/targets/own-files.ts';
import { Targets } from '../../../electron/core/targets/targets.ts';
import type { Finding, FindingCode, FixPlan, FixResult } from '../../../shared/doctor.ts';

export const auth = (pair: string) => ({ auth: Buffer.from(pair).toString('base64') });

export interface Patient {
  readonly home: string;
  readonly runtime: string;
  readonly env: Readonly<Record<string, string>>;
  readonly host: Host;
  readonly authJson: string;
  readonly persistentJson: string;
  readonly configJson: string;
  readonly doctor: Doctor;
  /** Writes a file, 0600 in directories of 0700. */
  put(path: string, content: unknown): Promise<void>;
  /** Puts a credential helper on the PATH: the body of a shell script. */
  helper(suffix: string, body: string): Promise<void>;
  examine(): Promise<Finding[]>;
  /** The one finding of that kind. */
  find(code: FindingCode): Promise<Finding>;
  plan(finding: Finding, fetch?: boolean): Promise<FixPlan>;
  /** Shows the plan, does it, and makes sure that it is not found again. */
  cure(code: FindingCode, fetch?: boolean): Promise<{ plan: FixPlan; result: FixResult }>;
  remove(): Promise<void>;
}

export interface PatientOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Programs of the machine that are on the PATH; by default none. */
  readonly programs?: readonly string[];
  readonly uid?: number;
  readonly keyringLocked?: () => boolean;
}

const never = new AbortController().signal;

/** A user's home and runtime directory with a doctor for them, and a PATH of their own. */
export async function createPatient(options: PatientOptions = {}): Promise<Patient> {
  const root = await mkdtemp(join(tmpdir(), 'pullkeeper-doctor-'));
  const home = join(root, 'home');
  const runtime = join(root, 'run');
  const bin = join(root, 'bin');
  for (const directory of [home, runtime, bin]) await mkdir(directory, { mode: 0o700 });
  for (const name of options.programs ?? []) await symlink(await programOf(name), join(bin, name));
  const env = {
    PATH: [bin, '/nonexistent'].join(delimiter),
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    LANG: 'C.UTF-8',
    ...options.env,
  };
  const host: Host = {
    env,
    home,
    uid: options.uid ?? process.getuid?.() ?? -1,
    platform: 'linux',
  };
  const log = createLog({ directory: join(root, 'logs') });
  const ownFiles = new OwnFiles({ read: () => undefined, write: () => {} });
  const targets = new Targets({ host, log, ownFiles, record: () => null });
  const doctor = new Doctor({
    host,
    log,
    targets,
    helpers: (suffix) => createHelperClient(suffix, host),
    locations: () => targets.all,
    keyringLocked: async () => options.keyringLocked?.() ?? false,
  });
  const examine = () => doctor.examine(never);
  const find = async (code: FindingCode): Promise<Finding> => {
    const found = (await examine()).filter((finding) => finding.code === code);
    const [finding] = found;
    if (finding === undefined || found.length > 1) {
      throw new Error(`${found.length} findings are ${code}`);
    }
    return finding;
  };
  const plan = (finding: Finding, fetch = false) => doctor.plan(finding.id, fetch, never);
  return {
    home,
    runtime,
    env,
    host,
    authJson: join(runtime, 'containers', 'auth.json'),
    persistentJson: join(home, '.config', 'containers', 'auth.json'),
    configJson: join(home, '.docker', 'config.json'),
    doctor,
    put: async (path, content) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content), {
        mode: 0o600,
      });
    },
    helper: async (suffix, body) => {
      const path = join(bin, `docker-credential-${suffix}`);
      await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`);
      await chmod(path, 0o755);
    },
    examine,
    find,
    plan,
    cure: async (code, fetch = false) => {
      const finding = await find(code);
      const shown = await plan(finding, fetch);
      const result = await doctor.fix(finding.id, fetch, never);
      const after = (await examine()).filter(({ id }) => id === finding.id);
      if (after.length > 0) throw new Error(`${code} is still found`);
      return { plan: shown, result };
    },
    remove: async () => {
      await targets.close();
      await log.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function programOf(name: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', 'command -v "$1"', 'sh', name]);
  return stdout.trim();
}

/** `code path-in-home fix` of each finding, sorted. */
export function told(patient: Patient, findings: readonly Finding[]): string[] {
  return findings
    .map(({ code, path, fix }) =>
      [code, path.replace(`${patient.home}/`, '~/').replace(`${patient.runtime}/`, '$RUN/'), fix]
        .filter((word) => word !== null)
        .join(' '),
    )
    .sort();
}
