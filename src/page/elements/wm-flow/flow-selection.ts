import { moveFocus } from './move-focus.js';

/** What the developer has opened, focused and filtered. */
export class FlowSelection {
  selectedHref: string | null = null;
  openId: string | null = null;
  currentId: string | null = null;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  clear(): void {
    this.selectedHref = this.openId = this.currentId = null;
  }

  readonly toggleEntry = ({ target }: Event): void => {
    const id = (target as Element).closest<HTMLElement>('.row')?.dataset['id'];
    if (id === undefined) return;
    this.currentId = id;
    this.openId = this.openId === id ? null : id;
    this.#onChange();
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // Before the focused element is removed.
      (event.target as Element).closest('li')?.querySelector<HTMLElement>('.row')?.focus();
      this.openId = null;
    } else this.currentId = moveFocus(event) ?? this.currentId;
    this.#onChange();
  };

  readonly filterByLink = ({ target }: Event): void => {
    this.selectedHref = (target as HTMLSelectElement).value || null;
    this.#onChange();
  };
}
