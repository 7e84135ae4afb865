import type { WmStatus } from '../../../../../src/page/elements/wm-status/wm-status.js';
import { find } from './fake-agent.js';

export async function openLinkDetails(element: WmStatus): Promise<void> {
  const details = find<HTMLDetailsElement>(element, 'details');
  const opened = new Promise((resolve) => details?.addEventListener('toggle', resolve, { once: true }));
  if (details) details.open = true;
  await opened;
  await element.updateComplete;
}
