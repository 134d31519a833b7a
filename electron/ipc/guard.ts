/** What the guard looks at of a call; Electron's `IpcMainInvokeEvent` has this shape. */
export interface CallEvent {
  readonly sender: { readonly id: number };
  /** Null when the frame is gone by now. */
  readonly senderFrame: { readonly origin: string; readonly parent: object | null } | null;
}

export interface Guard {
  /** Whether the call comes from the main frame of a window that we opened, showing our own page. */
  trusts(event: CallEvent): boolean;
  /** The words for the log: who called instead. */
  describe(event: CallEvent): { readonly origin: string; readonly mainFrame: boolean };
}

/**
 * Checks who calls, before anything of the call is read.
 *
 * @param isOurWindow whether the web contents of this id belong to a window that we opened
 * @param origins the origins of our own page
 */
export function createGuard(
  isOurWindow: (webContentsId: number) => boolean,
  origins: readonly string[],
): Guard {
  return {
    trusts(event) {
      // A frame that was disposed between the call and now throws on access; it is nobody we trust.
      try {
        const frame = event.senderFrame;
        return (
          frame !== null &&
          frame.parent === null &&
          origins.includes(frame.origin) &&
          isOurWindow(event.sender.id)
        );
      } catch {
        return false;
      }
    },
    describe(event) {
      try {
        const frame = event.senderFrame;
        return {
          origin: (frame?.origin ?? 'gone').slice(0, 256),
          mainFrame: frame?.parent === null,
        };
      } catch {
        return { origin: 'gone', mainFrame: false };
      }
    },
  };
}
