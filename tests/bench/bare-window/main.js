/** The least that an Electron app can be: what the app's own start and memory are held against. */
import { app, BrowserWindow } from 'electron';

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1200, height: 780 });
  void window.loadFile(new URL('index.html', import.meta.url).pathname);
});
app.on('window-all-closed', () => app.quit());
