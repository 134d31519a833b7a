/** A worker that does what keytar dies of, for real: it looks for credentials in a locked keyring. */
import { createRequire } from 'node:module';

const keytar: { findCredentials(service: string): Promise<unknown> } = createRequire(
  import.meta.url,
)('keytar');

process.on('message', () => {
  void keytar.findCredentials('Pullkeeper');
});
