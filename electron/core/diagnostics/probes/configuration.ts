import { stat } from 'node:fs/promises';
import type { Evidence } from '../../../../shared/diagnosis.ts';
import type { Cause } from '../../../../shared/diagnosis-causes.ts';
import type { Consumer, Explanation, Resolution } from '../../../../shared/lookup.ts';
import type { Host } from '../../host.ts';
import { environmentShown } from '../../proxy/environment.ts';
import type { Within } from '../../registry/wire/within.ts';
import type { Examination } from '../examination.ts';
import { PROBE_LIMITS_MS } from '../limits.ts';
import { fail, type Outcome, type ProbeSpec, pass, saw, warn } from '../probing.ts';

/** The tools that people run on a workstation; the others' files are a node's. */
export const WORKSTATION_TOOLS: ReadonlySet<Consumer> = new Set(['podman', 'docker', 'crane']);

/** Variables that say where a credential or an authority is; DOCKER_AUTH_CONFIG has secrets in its value. */
const PLACES = ['REGISTRY_AUTH_FILE', 'DOCKER_CONFIG', 'XDG_RUNTIME_DIR', 'SSL_CERT_FILE'];
const SECRETS = ['DOCKER_AUTH_CONFIG'];

/** Whether the files, helpers and variables that the tools go by can be used. */
export function configurationProbe(examination: Examination): ProbeSpec {
  return {
    id: 'configuration',
    kind: 'configuration',
    target: null,
    limitMs: PROBE_LIMITS_MS.configuration,
    late: 'helper-broken',
    look: (limits) => look(examination, limits),
  };
}

async function look(examination: Examination, { signal }: Within): Promise<Outcome> {
  const { deps, facts } = examination;
  facts.explanation = null;
  const explanation = await examination.explain(signal);
  facts.explanation = explanation;
  const seen = variables(deps.host);
  const problems = problemsOf(explanation);
  seen.push(...problems.map(({ evidence }) => evidence));
  const foreign = await foreignFiles(explanation, deps.host);
  seen.push(...foreign.map(({ path, owner }) => saw('file-owner', { path, owner })));

  const closed = problems.find(({ code, path }) => {
    return code === 'FILE_NOT_PERMITTED' && foreign.some((file) => file.path === path);
  });
  if (closed !== undefined) return fail('other-users-file', ...seen);
  const stops = problems.find(({ stopsTool }) => stopsTool);
  if (stops !== undefined) return fail(stops.cause, ...seen);
  return foreign.length > 0 ? warn('other-users-file', ...seen) : pass(...seen);
}

function variables({ env }: Host): Evidence[] {
  const places = PLACES.flatMap((name) => {
    const value = env[name];
    return value ? [saw('variable', { name, value })] : [];
  });
  const hidden = SECRETS.filter((name) => env[name]).map((name) =>
    saw('variable', { name, value: null }),
  );
  return [
    ...places,
    ...hidden,
    ...environmentShown(env).map((each) => saw('variable', { ...each })),
  ];
}

interface ToolProblem {
  readonly code: string;
  readonly path: string;
  readonly cause: Cause;
  /** The tool does not get as far as asking the registry. */
  readonly stopsTool: boolean;
  readonly evidence: Evidence;
}

function problemsOf({ resolutions }: Explanation): ToolProblem[] {
  const found = new Map<string, ToolProblem>();
  for (const resolution of resolutions.filter(isWorkstationTool)) {
    for (const step of resolution.steps) {
      if (step.problem === null) continue;
      const { code } = step.problem;
      const stopsTool = resolution.problem?.code === code && step.outcome === 'error';
      const known = found.get(`${step.source} ${code}`);
      if (known !== undefined && (known.stopsTool || !stopsTool)) continue;
      const isHelper = code.startsWith('HELPER_');
      found.set(`${step.source} ${code}`, {
        code,
        path: step.source,
        cause: isHelper ? 'helper-broken' : 'file-unusable',
        stopsTool,
        evidence: isHelper
          ? saw('helper-problem', { helper: step.helper, path: step.source, problem: code })
          : saw('file-problem', { path: step.source, problem: code }),
      });
    }
  }
  return [...found.values()];
}

export function isWorkstationTool({ consumer }: Resolution): boolean {
  return WORKSTATION_TOOLS.has(consumer);
}

/**
 * Files that the tools read and another user owns, as they are left by `sudo podman login` in a home; and where no
 * tool finds a login, the file of the other side of a sudo that is there.
 */
async function foreignFiles(
  { resolutions }: Explanation,
  { uid, env }: Host,
): Promise<{ path: string; owner: number }[]> {
  if (uid < 0) return [];
  const tools = resolutions.filter(isWorkstationTool);
  const read = new Set(
    tools
      .flatMap(({ steps }) =>
        steps.filter(({ kind, outcome }) => kind === 'file' && outcome !== 'absent'),
      )
      .map(({ source }) => source),
  );
  const files = await Promise.all(
    [...read].map(async (path) => ({ path, owner: await ownerOf(path) })),
  );
  const foreign = files.flatMap(({ path, owner }) =>
    owner === null || owner === uid ? [] : [{ path, owner }],
  );
  if (tools.some(({ winner }) => winner !== null)) return foreign;
  const other = uid === 0 ? env.SUDO_UID : '0';
  const beside = other === undefined ? null : otherSide(uid, other);
  const owner = beside === null ? null : await ownerOf(beside);
  return beside === null || owner === null ? foreign : [...foreign, { path: beside, owner }];
}

/** Where podman keeps the login of the user at the other side of a sudo. */
function otherSide(uid: number, other: string): string | null {
  if (!/^\d+$/.test(other)) return null;
  return uid === 0
    ? `/run/user/${other}/containers/auth.json`
    : `/run/containers/${other}/auth.json`;
}

async function ownerOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ uid }) => uid,
    () => null,
  );
}
