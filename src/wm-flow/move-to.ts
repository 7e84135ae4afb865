/** Moves the focus from row to row, as in a list. Answers the id of the row that has it now. */
export function moveTo(event: KeyboardEvent): string | undefined {
  const row = (event.target as Element).closest<HTMLElement>('.row');
  const rows = [...(row?.closest('ol')?.querySelectorAll<HTMLElement>('.row') ?? [])];
  const next = indexAfter(event.key, row ? rows.indexOf(row) : -1, rows.length);
  const reached = next === undefined ? undefined : rows[next];
  if (!reached) return undefined;
  event.preventDefault();
  reached.focus();
  return reached.dataset['id'];
}

function indexAfter(key: string, index: number, count: number): number | undefined {
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
