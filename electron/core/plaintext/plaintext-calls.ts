import { systemLocations } from '../authfile/locations.ts';
import type { CallsOf } from '../calls.ts';
import { readOnThread } from '../importing/reader.ts';
import type { Services } from '../services.ts';
import { findPlaintext } from './find-plaintext.ts';

/** The contract's call of the search for readable credentials. */
export function createPlaintextCalls({
  host,
  runs,
  targets,
  importWorker,
}: Services): CallsOf<'plaintext'> {
  const read = (bytes: Uint8Array) => readOnThread(importWorker, bytes);
  return {
    'plaintext.find': ({ runId }) =>
      runs.during(runId, ({ signal }) => {
        const places = [...targets.all, ...systemLocations(host)];
        return findPlaintext({ host, places, read }, signal);
      }),
  };
}
