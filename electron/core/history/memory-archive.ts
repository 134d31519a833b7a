import { Failure } from '../failure.ts';
import { type Archive, type HistoryLimits, surplus } from './archive.ts';

/** Keeps records until the app ends, as the memory store keeps secrets. Nothing reaches a disk. */
export function createMemoryArchive(limits: HistoryLimits): Archive {
  const records = new Map<string, string>();
  const names = async () => [...records.keys()].sort();
  return {
    names,
    async add(name, text) {
      records.set(name, text);
    },
    open: async () => async (name) => {
      const text = records.get(name);
      if (text === undefined) throw new Failure('HISTORY_UNKNOWN');
      return text;
    },
    async tidy() {
      for (const name of surplus(await names(), limits, Date.now())) records.delete(name);
    },
  };
}
