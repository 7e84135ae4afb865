/** @throws Error if the connect page has no such element. */
export function getElement<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as Kind;
}

export function showMessage(text: string): void {
  getElement('message').className = '';
  getElement('message').textContent = text;
}

export function showError(error: unknown): void {
  showMessage(errorText(error));
  getElement('message').className = 'problem';
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

let closePage = (): void => window.close();

/** For a tab that showed the site before: at the end it goes back instead of closing. */
export function enableGoBack(): void {
  getElement('close').textContent = 'Go back to the site';
  closePage = () => history.back();
}

export function showFinished(): void {
  for (const form of document.forms) form.hidden = true;
  getElement('after').hidden = false;
  getElement('close').addEventListener('click', () => closePage());
}

export function showFatalError(error: unknown): void {
  showFinished();
  showError(error);
}

/** @param deny called once, when the visitor declines. */
export function onDeny(deny: () => Promise<void>): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-deny]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      for (const each of buttons) each.disabled = true;
      deny().catch(showFatalError);
    });
  }
}

/** Replaces the previous listener. */
export function onSubmit(form: HTMLFormElement, submit: () => Promise<void>): void {
  let running = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    submit()
      .catch(showError)
      .finally(() => (running = false));
  };
}
