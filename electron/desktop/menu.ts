import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuItem } from '../../shared/events.ts';
import type { Link } from '../../shared/links.ts';
import type { Messages } from './messages.ts';

/** What an item of the menu may do besides its role. */
export interface MenuActions {
  readonly go: (item: MenuItem) => void;
  readonly openLink: (link: Link) => void;
  readonly lock: () => void;
}

/**
 * Sets the application menu. It has no way to the developer tools but in development.
 *
 * @param quick the tray's actions; none before the accounts are known
 */
export function setMenu(
  { menu: text, tray }: Messages,
  actions: MenuActions,
  quick: MenuItemConstructorOptions[],
): void {
  const mac = process.platform === 'darwin';
  const go = (item: MenuItem) => () => actions.go(item);
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        { label: text.logIn, accelerator: 'CommandOrControl+N', click: go('log-in') },
        { label: text.lock, accelerator: 'CommandOrControl+L', click: actions.lock },
        { label: text.settings, accelerator: 'CommandOrControl+,', click: go('settings') },
        { type: 'separator' },
        { label: text.quit, accelerator: 'CommandOrControl+Q', role: 'quit' },
      ],
    },
    {
      label: text.edit,
      submenu: [
        { label: text.undo, role: 'undo' },
        { label: text.redo, role: 'redo' },
        { type: 'separator' },
        { label: text.cut, role: 'cut' },
        { label: text.copy, role: 'copy' },
        { label: text.paste, role: 'paste' },
        { label: text.selectAll, role: 'selectAll' },
      ],
    },
    {
      label: text.view,
      submenu: [
        { label: text.credentials, accelerator: 'CommandOrControl+1', click: go('credentials') },
        { type: 'separator' },
        { label: text.resetZoom, role: 'resetZoom' },
        { label: text.zoomIn, role: 'zoomIn' },
        { label: text.zoomOut, role: 'zoomOut' },
        { label: text.fullScreen, role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    ...(quick.length > 0 ? [{ label: tray.registries, submenu: quick }] : []),
    {
      label: text.help,
      role: 'help',
      submenu: [
        {
          label: text.registryAuthentication,
          click: () => actions.openLink('red-hat-registry-authentication'),
        },
        { type: 'separator' },
        { label: text.about, click: go('about') },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
