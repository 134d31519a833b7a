import { randomUUID } from 'node:crypto';
import type { Storage } from '../../../electron/core/storage.ts';
import type { CredentialMeta } from '../../../shared/credential.ts';

/** A storage whose document goes through JSON, as the one on disk does. */
export class MemoryStorage implements Storage {
  writes = 0;
  refuses = false;

  constructor(public data?: unknown) {}

  read(): unknown {
    return structuredClone(this.data);
  }

  write(data: unknown): void {
    if (this.refuses) throw new Error('no space left on device');
    this.writes += 1;
    this.data = JSON.parse(JSON.stringify(data));
  }

  /** What the next start of the app finds. */
  restarted(): MemoryStorage {
    return new MemoryStorage(structuredClone(this.data));
  }
}

export function credential(fields: Partial<CredentialMeta> = {}): CredentialMeta {
  return {
    id: randomUUID(),
    registry: 'registry.example.com',
    plainHttp: false,
    username: 'alice',
    kind: 'other',
    label: '',
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-02T03:04:05.000Z',
    lastCheck: null,
    targets: [],
    ...fields,
  };
}

/** What a call throws; undefined if it does not. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (cause) {
    return cause;
  }
}
