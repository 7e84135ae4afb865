import type { Clock } from './announcements.js';
import { importPanel } from './neighbours.js';
import type { Panel } from './panel/panel.js';

/** What only a panel shows, or null where that file is missing: the state can be shown without. */
export async function loadPanel(
  addStyles: (css: string) => void,
  clock: Clock,
  refresh: () => void,
): Promise<Panel | null> {
  try {
    const { Panel, style } = await importPanel();
    addStyles(style);
    return new Panel(clock, refresh);
  } catch (cause) {
    console.warn('[wm-status] Put wm-status.panel.js beside wm-status.js.', cause);
    return null;
  }
}
