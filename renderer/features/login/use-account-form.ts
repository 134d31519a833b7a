import { type RefObject, useEffect, useRef, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { checkShape, type ShapeCode, type ShapeIssue } from '../../../shared/credential-shape.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import type { Account } from './account.ts';
import { useAfterPress } from './after-press.ts';

type Field = 'username' | 'secret';

interface Options {
  readonly registry: string;
  readonly account: Account;
  /** Fills in the account of the demo registry. */
  readonly isDemo: boolean;
  /** What was typed, but for the secret, when the step is left. */
  readonly onChange: (account: Account) => void;
  /** The secret is handed over once and is kept nowhere on this side. */
  readonly onSubmit: (account: Account, secret: string, commitAtOnce: boolean) => void;
}

export interface AccountForm {
  readonly form: UseFormReturn<Account>;
  readonly usernameInput: RefObject<HTMLInputElement | null>;
  /** Uncontrolled: its secret is in no state, read once and emptied. */
  readonly secretInput: RefObject<HTMLInputElement | null>;
  /** What looks wrong, once the user has left the field. */
  readonly issues: Readonly<Record<Field, readonly ShapeIssue[]>>;
  /** Looks at what is typed now. */
  look(): void;
  leave(field: Field): void;
  /** Takes spaces and quotation marks off both ends. */
  clean(field: Field): void;
  submit(commitAtOnce: boolean): void;
}

/** The form of the second step. The secret stays in its input until it is submitted. */
export function useAccountForm(options: Options): AccountForm {
  const { registry, account, isDemo, onChange, onSubmit } = options;
  const form = useForm<Account>({ defaultValues: account });
  const { getValues, setValue } = form;
  const usernameInput = useRef<HTMLInputElement>(null);
  const secretInput = useRef<HTMLInputElement>(null);
  // Codes alone go into state, never what was typed.
  const [issues, setIssues] = useState<readonly ShapeIssue[]>([]);
  const [left, setLeft] = useState<Readonly<Record<Field, boolean>>>({
    username: false,
    secret: false,
  });
  // After a first try what is missing is said whatever is left, until it is there.
  const [isTried, setTried] = useState(false);
  const afterPress = useAfterPress();

  const latestOnChange = useRef(onChange);
  useEffect(() => {
    latestOnChange.current = onChange;
  });
  useEffect(() => {
    const secret = secretInput.current;
    if (isDemo && secret) {
      setValue('kind', 'service-account');
      setValue('username', DEMO_ACCOUNT.username);
      secret.value = DEMO_ACCOUNT.password;
    }
    if (getValues('username') === '') usernameInput.current?.focus();
    else secret?.focus();
    return () => {
      latestOnChange.current(getValues());
      if (secret) secret.value = '';
    };
  }, [isDemo, getValues, setValue]);

  const examine = () => {
    const { kind, username } = getValues();
    const secret = secretInput.current?.value ?? '';
    const found = checkShape({ registry, kind, username, secret });
    setIssues(found);
    return found;
  };

  return {
    form,
    usernameInput,
    secretInput,
    issues: {
      username:
        isTried || left.username ? issues.filter(({ code }) => fieldOf(code) === 'username') : [],
      secret: isTried || left.secret ? issues.filter(({ code }) => fieldOf(code) === 'secret') : [],
    },
    look: examine,
    leave(field) {
      const text = field === 'username' ? getValues('username') : secretInput.current?.value;
      const isFilled = text !== '';
      afterPress(() => setLeft((before) => ({ ...before, [field]: isFilled })));
    },
    clean(field) {
      const input = secretInput.current;
      if (field === 'username') setValue('username', trimmed(getValues('username')));
      else if (input) input.value = trimmed(input.value);
      examine();
    },
    submit(commitAtOnce) {
      const input = secretInput.current;
      const error = examine().find(({ level }) => level === 'error');
      setTried(true);
      if (error) {
        (fieldOf(error.code) === 'username' ? usernameInput : secretInput).current?.focus();
      } else if (input) {
        const secret = input.value;
        input.value = '';
        onSubmit(getValues(), secret, commitAtOnce);
      }
    },
  };
}

/** Below which field a remark belongs. */
function fieldOf(code: ShapeCode): Field {
  if (code.startsWith('username')) return 'username';
  return /secret|token|openshift/.test(code) ? 'secret' : 'username';
}

function trimmed(text: string): string {
  return text.trim().replace(/^(["'`])(.+)\1$/s, '$2');
}
