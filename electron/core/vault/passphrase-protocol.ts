/** What the passphrase worker is asked for. Both sides are ours and live in one process. */
export type PassphraseRequest =
  | { readonly op: 'encrypt'; readonly passphrase: string; readonly text: string }
  | { readonly op: 'decrypt'; readonly passphrase: string; readonly bytes: Uint8Array };

/** `wrong`: the file is whole, the passphrase is not its own. `damaged`: it is no age file with a passphrase. */
export type PassphraseReply =
  | { readonly type: 'encrypted'; readonly bytes: Uint8Array }
  | { readonly type: 'decrypted'; readonly text: string }
  | { readonly type: 'fault'; readonly fault: 'wrong' | 'damaged' };
