/**
 * Loaded into main before an app (`electron -r`): says on standard output when what BENCH_READY selects is in the
 * page, painted, and the page's thread is free for the user.
 */
const { app } = require('electron');

const look = (selector) =>
  new Promise((resolve) => {
    const next = () => {
      if (document.querySelector(selector) === null) requestAnimationFrame(next);
      // One frame to paint it, one task after that to be usable.
      else requestAnimationFrame(() => setTimeout(resolve, 0));
    };
    next();
  });

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    await contents.executeJavaScript(`(${look})(${JSON.stringify(process.env.BENCH_READY)})`);
    process.stdout.write('bench: ready\n');
  });
});
