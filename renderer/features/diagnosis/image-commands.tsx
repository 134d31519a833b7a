import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMAGE_COMMANDS, type Image, imageCommands } from '../../../shared/image-advice.ts';
import { SHELLS, type Shell } from '../../../shared/shell-quoting.ts';
import { HandingOn } from './handing-on.tsx';

/** The commands for an image, in the shell of who will run them. */
export function ImageCommands({ image }: { readonly image: Image }) {
  const { t } = useTranslation();
  const [shell, setShell] = useState<Shell>('sh');
  const commands = imageCommands(image, shell);
  return (
    <section className="pk-stack" aria-label={t('imageCheck.commands')}>
      <fieldset className="pk-fieldset">
        <legend>{t('imageCheck.commands')}</legend>
        <div className="pk-segments">
          {SHELLS.map((each) => (
            <label key={each} className="pk-segment">
              <input
                type="radio"
                name="shell"
                checked={shell === each}
                onChange={() => setShell(each)}
              />
              <span>{t(`imageCheck.shell.${each}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <pre className="pk-script">{IMAGE_COMMANDS.map((name) => commands[name]).join('\n')}</pre>
      <HandingOn files={[]} copied={{ what: 'image-commands', image, shell, format: 'txt' }} />
    </section>
  );
}
