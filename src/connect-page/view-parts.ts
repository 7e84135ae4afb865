/** The pieces of the connect page that are shown and hidden. */
export function element<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as Kind;
}

export function showMessage(text: string): void {
  element('message').className = '';
  element('message').textContent = text;
}

/** As the account page says what did not work. */
export function showFailure(error: unknown): void {
  showMessage(inWords(error));
  element('message').className = 'problem';
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

let leave = (): void => window.close();

/** This tab showed the site before: it is not closed at the end, but goes back. */
export function leadBack(): void {
  element('close').textContent = 'Go back to the site';
  leave = () => history.back();
}

/** Nothing is left to be answered here. */
export function showEnd(): void {
  for (const form of document.forms) form.hidden = true;
  element('after').hidden = false;
  element('close').addEventListener('click', () => leave());
}

export function endWithFailure(error: unknown): void {
  showEnd();
  showFailure(error);
}

/** @param refuse called once when the visitor says no. */
export function onRefusal(refuse: () => Promise<void>): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[data-no]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      for (const each of buttons) each.disabled = true;
      refuse().catch(endWithFailure);
    });
  }
}

/** What was listened to before is not any more. */
export function onSubmit(form: HTMLFormElement, submit: () => Promise<void>): void {
  let running = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    if (running) return;
    running = true;
    submit()
      .catch(showFailure)
      .finally(() => (running = false));
  };
}
