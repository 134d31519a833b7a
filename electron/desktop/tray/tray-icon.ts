import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import icons from './icons.json';
import type { TrayStatus } from './tray-state.ts';

export interface TrayLook {
  readonly status: TrayStatus;
  readonly tooltip: string;
  readonly menu: MenuItemConstructorOptions[];
}

/** The icon in the desktop's tray, there between `show` and `hide`. */
export class TrayIcon {
  #tray: Tray | null = null;
  #menu: Menu | null = null;

  /**
   * @param onClick the icon itself was clicked
   * @param onMenu the menu is being opened
   */
  constructor(
    private readonly onClick: () => void,
    private readonly onMenu: () => void,
  ) {}

  get isShown(): boolean {
    return this.#tray !== null;
  }

  show({ status, tooltip, menu }: TrayLook): void {
    const image = imageOf(status);
    if (this.#tray === null) {
      this.#tray = new Tray(image);
      this.#tray.on('click', this.onClick);
    } else this.#tray.setImage(image);
    this.#tray.setToolTip(tooltip);
    // The menu that is shown must stay referenced: Electron does not keep it.
    this.#menu = Menu.buildFromTemplate(menu);
    this.#menu.on('menu-will-show', this.onMenu);
    this.#tray.setContextMenu(this.#menu);
  }

  hide(): void {
    this.#tray?.destroy();
    this.#tray = null;
    this.#menu = null;
  }
}

function imageOf(status: TrayStatus): Electron.NativeImage {
  const image = nativeImage.createEmpty();
  image.addRepresentation({ scaleFactor: 1, width: 22, height: 22, dataURL: icons[status][22] });
  image.addRepresentation({ scaleFactor: 2, width: 44, height: 44, dataURL: icons[status][44] });
  return image;
}
