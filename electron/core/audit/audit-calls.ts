import type { CallsOf } from '../calls.ts';
import type { Services } from '../services.ts';

/** The contract's calls of the audit log. */
export function createAuditCalls({ audit, desktop }: Services): CallsOf<'audit'> {
  return {
    'audit.list': ({ query, limit }) => audit.list(query, limit),
    'audit.export': async () => ({
      path: await desktop.saveText('pullkeeper-audit.jsonl', await audit.text()),
    }),
  };
}
