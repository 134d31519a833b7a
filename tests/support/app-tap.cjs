/**
 * Loaded into main before the app (`electron -r`): records everything that main sends to a renderer, so that a test
 * can look for what must not be there. It changes nothing.
 */
const { app, ipcMain } = require('electron');

/** @type {string[]} */
const sent = [];
globalThis.pullkeeperTap = sent;

/** @param {string} channel @param {unknown} payload */
function record(channel, payload) {
  sent.push(`${channel} ${JSON.stringify(payload) ?? 'undefined'}`);
}

const handle = ipcMain.handle.bind(ipcMain);
ipcMain.handle = (channel, listener) =>
  handle(channel, async (...args) => {
    try {
      const reply = await listener(...args);
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
