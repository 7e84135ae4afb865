/** Moves the focus between rows by keyboard. @returns the id of the newly focused row. */
export function moveFocus(event: KeyboardEvent): string | undefined {
  const row = (event.target as Element).closest<HTMLElement>('.row');
  const rows = [...(row?.closest('ol')?.querySelectorAll<HTMLElement>('.row') ?? [])];
  const next = nextIndex(event.key, row ? rows.indexOf(row) : -1, rows.length);
  const target = next === undefined ? undefined : rows[next];
  if (!target) return undefined;
  event.preventDefault();
  target.focus();
  return target.dataset['id'];
}

function nextIndex(key: string, index: number, count: number): number | undefined {
  if (index < 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
