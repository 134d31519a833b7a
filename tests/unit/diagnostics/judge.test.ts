import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../../../electron/core/diagnostics/causes.ts';
import {
  PROBE_KINDS,
  type Probe,
  registryDiagnosis,
  SKIP_REASONS,
} from '../../../shared/diagnosis.ts';
import { CAUSES, type Cause } from '../../../shared/diagnosis-causes.ts';

function probe(id: string, about: Partial<Probe> = {}): Probe {
  const [kind] = id.split(':');
  const known = PROBE_KINDS.find((each) => each === kind) ?? 'ping';
  return {
    ...{ id, kind: known, target: null, status: 'pass', because: null, cause: null },
    ...{ durationMs: 1, limitMs: 1000, evidence: [] },
    ...about,
  };
}
const failed = (id: string, cause: Cause) => probe(id, { status: 'fail', cause });
const warned = (id: string, cause: Cause) => probe(id, { status: 'warn', cause });
const skipped = (id: string) => probe(id, { status: 'skipped', because: 'depends-on-failed' });

describe('the headline of a diagnosis', () => {
  it('is nothing where everything is well', () => {
    const judged = judge([probe('dns'), probe('tls'), probe('ping')]);
    expect(judged).toEqual({ headline: null, consequences: [], others: [] });
  });

  it('is the first failure in the order of a pull, whatever order the probes ended in', () => {
    const judged = judge([skipped('ping'), failed('tls', 'tls-expired'), probe('dns')]);
    expect(judged.headline).toEqual({
      cause: 'tls-expired',
      remedy: 'renew-certificate',
      probeId: 'tls',
      severity: 'fail',
    });
    expect(judged.consequences).toEqual(['ping']);
  });

  it('is the warning that explains the failure, which is folded under it', () => {
    const judged = judge([
      warned('dns', 'dns-wrong-address'),
      failed('tcp:10.0.0.1', 'tcp-refused'),
      skipped('tls'),
      warned('lookup', 'entry-missing'),
    ]);
    expect(judged.headline?.cause).toBe('dns-wrong-address');
    expect(judged.consequences).toEqual(['tcp:10.0.0.1', 'tls']);
    expect(judged.others.map(({ cause }) => cause)).toEqual(['entry-missing']);
  });

  it('is not a warning that has nothing to do with the failure', () => {
    const judged = judge([
      warned('tcp:2001:db8::1', 'ipv6-broken'),
      failed('token', 'credential-rejected'),
    ]);
    expect(judged.headline?.cause).toBe('credential-rejected');
    expect(judged.others.map(({ cause }) => cause)).toEqual(['ipv6-broken']);
  });

  it('names one of several addresses or hosts that say the same', () => {
    const judged = judge([
      failed('tcp:198.51.100.1', 'tcp-filtered'),
      failed('tcp:198.51.100.2', 'tcp-filtered'),
      warned('allow-list:quay.io:443', 'allow-list-blocked'),
    ]);
    expect(judged.headline?.probeId).toBe('tcp:198.51.100.1');
    expect(judged.consequences).toEqual(['tcp:198.51.100.2', 'allow-list:quay.io:443']);
    expect(judged.others).toEqual([]);
  });

  it('is what most likely makes a pull fail where nothing fails', () => {
    const judged = judge([
      warned('allow-list:cdn03.quay.io:443', 'allow-list-blocked'),
      warned('lookup', 'stale-entry'),
    ]);
    expect(judged.headline?.cause).toBe('stale-entry');
  });
});

describe('any set of results', () => {
  const result = fc
    .record({
      kind: fc.constantFrom(...PROBE_KINDS),
      target: fc.constantFrom('', ':a', ':b', ':c'),
      outcome: fc.oneof(
        fc.constant({ status: 'pass' as const, cause: null, because: null }),
        fc.record({
          status: fc.constant('skipped' as const),
          cause: fc.constant(null),
          because: fc.constantFrom(...SKIP_REASONS),
        }),
        fc.record({
          status: fc.constantFrom('warn' as const, 'fail' as const),
          cause: fc.constantFrom(...CAUSES),
          because: fc.constant(null),
        }),
      ),
    })
    .map(({ kind, target, outcome }) => probe(`${kind}${target}`, { kind, ...outcome }));
  const results = fc.uniqueArray(result, { selector: ({ id }) => id, maxLength: 30 });

  it('has one headline, the same in every order, and puts each finding in one place', () => {
    fc.assert(
      fc.property(
        results.chain((probes) =>
          fc.tuple(
            fc.constant(probes),
            fc.shuffledSubarray(probes, { minLength: probes.length, maxLength: probes.length }),
          ),
        ),
        ([probes, shuffled]) => {
          const judged = judge(probes);
          expect(judge(shuffled)).toEqual(judged);
          const findings = probes.filter(({ cause }) => cause !== null);
          expect(judged.headline === null).toBe(findings.length === 0);
          const places = [
            ...(judged.headline === null ? [] : [judged.headline.probeId]),
            ...judged.consequences,
            ...judged.others.map(({ probeId }) => probeId),
          ];
          expect(new Set(places).size).toBe(places.length);
          for (const { id } of findings) expect(places).toContain(id);
          if (
            probes.some(({ status }) => status === 'fail') &&
            judged.headline?.severity === 'warn'
          ) {
            expect(judged.consequences).not.toEqual([]);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('fits the contract', () => {
    fc.assert(
      fc.property(results, (probes) => {
        const { headline, consequences, others } = judge(probes);
        const about = { name: 'r', registry: 'r', repository: null, reference: null };
        const parsed = registryDiagnosis.safeParse({
          ...{ ...about, plainHttp: false, username: null, probes, headline },
          ...{ consequences, others, durationMs: 1 },
        });
        expect(parsed.success).toBe(true);
      }),
    );
  });
});
