import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Storage } from '../../electron/core/storage.ts';

/** An index on disk that is replaced as a whole, as the app's is. */
export function jsonFile(path: string): Storage {
  return {
    read() {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw cause;
      }
    },
    write(data) {
      writeFileSync(`${path}.new`, JSON.stringify(data), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}
