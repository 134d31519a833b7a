/**
 * Loaded into main before the app (`electron -r`). It records everything that main sends to a renderer, so that a test
 * can look for what must not be there, and holds `ready` back until Playwright looks on. It changes nothing else unless a test asks for
 * it (`app-faults.ts`): the
 * loader that Playwright brings for the latter also sets thirty switches of Chromium's, a mock keychain among them.
 */
const { app, ipcMain } = require('electron');

// A window that is made while Playwright connects may be lost to it. It calls this when it is there.
const whenReady = app.whenReady();
const emit = app.emit.bind(app);
/** @type {unknown[]} */
let readyArguments = [];
let isReady = false;
/** @type {() => void} */
let begin = () => {};
const begun = new Promise((resolve) => {
  begin = () => resolve(undefined);
});
app.emit = (event, ...args) => {
  if (event !== 'ready' || isReady) return emit(event, ...args);
  readyArguments = args;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => isReady;
app.whenReady = () => begun;
globalThis.__playwright_run = async () => {
  await whenReady;
  isReady = true;
  begin();
  emit('ready', ...readyArguments);
};

/** @type {string[]} */
const sent = [];
globalThis.pullkeeperTap = sent;

/** @param {string} channel @param {unknown} payload */
function record(channel, payload) {
  sent.push(`${channel} ${JSON.stringify(payload) ?? 'undefined'}`);
}

/**
 * What a test does to a call, by its name: the answer waits, or is another one. Empty but for `app-faults.ts`.
 * @type {Map<unknown, {until?: Promise<void>, answer?: unknown}>}
 */
const faults = new Map();
globalThis.pullkeeperFaults = faults;

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) =>
  handle(channel, async (...args) => {
    try {
      const fault = faults.get(args[1]);
      await fault?.until;
      const reply = fault?.answer ?? (await listener(...args));
      record(channel, reply);
      return reply;
    } catch (error) {
      record(channel, { rejected: String(error) });
      throw error;
    }
  });

app.on('web-contents-created', (_event, contents) => {
  for (const target of [contents, contents.mainFrame]) {
    for (const name of ['send', 'postMessage']) {
      const original = target[name].bind(target);
      target[name] = (channel, ...args) => {
        record(channel, args);
        return original(channel, ...args);
      };
    }
  }
});
