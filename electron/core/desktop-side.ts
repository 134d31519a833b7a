import type { VaultBackend } from './vault/index.ts';

/**
 * What the user has to agree to, and what the question names: secrets that leave the app or show in its
 * window, another store, a vault file to be made, and whatever would lead secrets another way.
 */
export type Agreement =
  | 'hand-out'
  | 'make-file'
  | `use-${VaultBackend}`
  | { readonly to: 'reveal'; readonly registry: string; readonly username: string }
  | { readonly to: 'plain-http' | 'place'; readonly registry: string }
  /** `proxy`: its origin. */
  | { readonly to: 'proxy'; readonly proxy: string }
  | {
      readonly to: 'trust';
      readonly registry: string;
      readonly subject: string;
      /** SHA-256, in hexadecimal with colons. */
      readonly fingerprint: string;
    }
  | {
      /** The same where a proxy is on the way, which can answer as the registry. */
      readonly to: 'trust-behind-proxy';
      readonly registry: string;
      readonly subject: string;
      readonly fingerprint: string;
      readonly proxy: string;
    }
  | {
      readonly to: 'red-hat';
      readonly issuer: string;
      readonly apiBase: string;
      readonly registry: string;
    };

/** What the core asks of the desktop around it. The page neither sends nor receives any of it. */
export interface DesktopSide {
  /** Asks the user for a file; null where none was chosen. */
  readonly chooseFile: () => Promise<string | null>;
  /** Asks the user where a script is to go, and writes it there, 0700. Null: nowhere. */
  readonly saveScript: (name: string, text: string) => Promise<string | null>;
  /** Asks the user where a text without secrets is to go, and writes it there, 0600. Null: nowhere. */
  readonly saveText: (name: string, text: string) => Promise<string | null>;
  /** Asks the user where a file is to go, and has it written there by `write`. Null: nowhere. */
  readonly saveAs: (name: string, write: (path: string) => Promise<void>) => Promise<string | null>;
  /** Puts a text with secrets on the clipboard, for 30 s or until something else is copied. */
  readonly copySecret: (text: string) => Promise<void>;
  /** Takes such a text off the clipboard, if it is still there. */
  readonly clearCopied: () => Promise<void>;
  /**
   * Asks the user in a window of main's own, which the page can neither answer nor see.
   * @returns whether the answer was yes
   */
  readonly agree: (what: Agreement) => Promise<boolean>;
  /** Keeps the window out of pictures of the screen, where the platform can. */
  readonly protectWindow: (isProtected: boolean) => void;
  /** Puts a text without secrets on the clipboard. */
  readonly copyText: (text: string) => Promise<void>;
  /** Opens a page of the issuer that the user configured, which the core has made sure of, in the system browser. */
  readonly openSignIn: (url: string) => Promise<void>;
  /**
   * What the desktop's proxy settings, or their PAC script, say of a URL, as PAC writes it: `DIRECT`,
   * `PROXY host:port` ...
   */
  readonly resolveProxy: (url: string) => Promise<string>;
}
