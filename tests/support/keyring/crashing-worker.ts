/** A worker that does what keytar dies of, for real: it looks for credentials in a locked keyring. */
import keytar from 'keytar';

process.on('message', () => {
  void keytar.findCredentials('Pullkeeper');
});
