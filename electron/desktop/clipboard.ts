import { createHash } from 'node:crypto';
import type { Clipboard } from 'electron';
import { CLIPBOARD_CLEARS_AFTER_MS } from '../../shared/exporting.ts';

/** The clipboard for what must not stay on it. */
export interface SecretClipboard {
  /** Puts a text there, for `CLIPBOARD_CLEARS_AFTER_MS`. */
  copy(text: string): Promise<void>;
  /** Takes it off at once. Something else that was copied since stays. */
  clear(): Promise<void>;
}

/** Of what was copied, only a hash is kept, to know it again. */
export function createSecretClipboard(
  clipboard: Pick<Clipboard, 'readText' | 'writeText' | 'clear'>,
): SecretClipboard {
  let copied: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  const clear = async () => {
    clearTimeout(timer);
    const ours = copied;
    copied = null;
    if (ours !== null && hashOf(await clipboard.readText()) === ours) clipboard.clear();
  };
  return {
    async copy(text) {
      clearTimeout(timer);
      await clipboard.writeText(text);
      copied = hashOf(text);
      timer = setTimeout(() => void clear(), CLIPBOARD_CLEARS_AFTER_MS);
      timer.unref();
    },
    clear,
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
