import type { Clock } from './announcements.js';
import { importPanel } from './lazy-modules.js';
import type { Panel } from './panel/panel.js';

/** The panel, or null if its file is missing. The element shows the state without it. */
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
    console.warn('[wm-status] Serve wm-status.panel.js from the same folder as wm-status.js.', cause);
    return null;
  }
}
