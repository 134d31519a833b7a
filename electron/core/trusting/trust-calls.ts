import type { CallsOf } from '../calls.ts';
import type { Examination } from '../diagnostics/examination.ts';
import type { Findings } from '../diagnostics/findings.ts';
import { Failure } from '../failure.ts';
import type { Services } from '../services.ts';
import { Trusting } from './trusting.ts';

type Names =
  | 'diagnosis.certificates'
  | 'diagnosis.choose-certificates'
  | 'diagnosis.trust'
  | 'diagnosis.distrust'
  | 'diagnosis.trust-script';

/**
 * The calls that change whom the tools trust. What is trusted was seen by main, and main asks the user about
 * it: what the page can have looked at may have come through a proxy of its own.
 */
export function createTrustCalls(
  { desktop, host }: Pick<Services, 'desktop' | 'host'>,
  findings: Findings,
): Pick<CallsOf<'diagnosis'>, Names> {
  /** What the user chose from files, for as long as the run is kept. */
  const kept = new WeakMap<Examination, Trusting>();
  const trustingOf = ({ of, name }: { readonly of: string; readonly name: string }): Trusting => {
    const examination = findings.examination(of, name);
    const { about, facts, deps } = examination;
    const trusting =
      kept.get(examination) ??
      new Trusting(about.registry, () => facts.chain, { host, etc: deps.etc });
    kept.set(examination, trusting);
    return trusting;
  };
  return {
    'diagnosis.certificates': async (input) => trustingOf(input).view(),
    'diagnosis.choose-certificates': async (input) => {
      const trusting = trustingOf(input);
      const path = await desktop.chooseFile();
      if (path !== null) await trusting.choose(path);
      return trusting.view();
    },
    'diagnosis.trust': async ({ fingerprint, ...input }) => {
      const trusting = trustingOf(input);
      const { registry, subject } = await trusting.offer(fingerprint);
      const proxy = findings.examination(input.of, input.name).facts.route?.proxy ?? null;
      const about = { registry, subject, fingerprint };
      const isAgreed = await desktop.agree(
        proxy === null
          ? { to: 'trust', ...about }
          : { to: 'trust-behind-proxy', ...about, proxy: proxy.url.origin },
      );
      if (!isAgreed) throw new Failure('CANCELLED');
      await trusting.trust(fingerprint);
      return trusting.view();
    },
    'diagnosis.distrust': async ({ fingerprint, ...input }) => {
      const trusting = trustingOf(input);
      await trusting.distrust(fingerprint);
      return trusting.view();
    },
    'diagnosis.trust-script': async ({ fingerprint, tools, ...input }) => {
      const script = await trustingOf(input).script(fingerprint, tools);
      return { path: await desktop.saveScript(`pullkeeper-trust-${tools}.sh`, script) };
    },
  };
}
