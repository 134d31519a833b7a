import { createHelperClient } from '../authfile/credential-helper.ts';
import { systemLocations } from '../authfile/locations.ts';
import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';
import { Doctor } from './doctor.ts';

/** The contract's calls of the doctor. */
export function createDoctorCalls(services: Services): CallsOf<'doctor'> {
  const { host, runs, custody, targets, desktop, changed } = services;
  const doctor = new Doctor({
    ...services,
    helpers: (suffix: string) => createHelperClient(suffix, host),
    locations: () => [...targets.all, ...systemLocations(host)],
    keyringLocked: async () => {
      const { chosen } = custody;
      return chosen.backend === 'keychain' && (await chosen.status()).state === 'locked';
    },
  });
  return {
    'doctor.examine': ({ runId }) =>
      runs.during(runId, async (run) => ({
        findings: await doctor.examine(run.signal, (done, total) => run.progress(done, total)),
      })),
    'doctor.plan': ({ runId, findingId, fetch }) =>
      runs.during(runId, ({ signal }) => doctor.plan(findingId, fetch, signal)),
    'doctor.fix': ({ runId, findingId, fetch }) =>
      runs.during(runId, async ({ signal }) => {
        try {
          return await doctor.fix(findingId, fetch, signal);
        } finally {
          changed();
        }
      }),
    'doctor.save-script': async ({ findingId }) => {
      const { name, text } = await doctor.script(findingId, new AbortController().signal);
      return { path: await desktop.saveScript(`pullkeeper-${name}`, text) };
    },
  };
}
