import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  /** Leaves the focus to a field of the step. */
  readonly keepsFocus?: boolean;
}

/** One step of a job: its heading, which takes the focus, its content and its buttons. */
export function StepLayout({ title, children, footer, keepsFocus }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!keepsFocus) heading.current?.focus({ preventScroll: true });
  }, [keepsFocus]);
  return (
    <>
      <div className="pk-step-body">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
      <footer className="pk-step-footer">{footer}</footer>
    </>
  );
}
