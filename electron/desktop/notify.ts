import { Notification } from 'electron';
import type { Notice } from './notices.ts';

/** What is on the screen: a notification that nobody refers to loses its click. */
const shown = new Set<Notification>();

/** Shows a notification of the desktop. Where nothing shows them, nothing happens. */
export function notify({ title, body }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  shown.add(notification);
  const forget = () => shown.delete(notification);
  notification.on('click', () => {
    forget();
    onClick();
  });
  notification.on('close', forget);
  notification.on('failed', forget);
  notification.show();
}
