/** What one engine cannot do: a test's title, the engine, and why. Tests ask this table whether to skip, so nothing is skipped elsewhere. */
const ENGINE_LIMITS: Record<string, Partial<Record<Engine, string>>> = {
  'its words are looked up at the SVG or MathML element first': {
    webkit: 'its inline handlers on SVG and MathML elements have no element scope, the native ones included',
  },
  'is fetched, gets its load event, and is not paid before the <audio> plays': {
    chromium: 'it plays no <audio> before a gesture of the visitor, muted or not; the same with <video> runs',
  },
  'are worked off in no task that is longer than 50 ms': {
    firefox: 'its clock is coarse, and the figure is meant for the browser that counts long tasks',
    webkit: 'its clock is coarse, and the figure is meant for the browser that counts long tasks',
  },
};

export type Engine = 'chromium' | 'firefox' | 'webkit';

export function skipWhereItCannotWork(context: { skip(): void }, title: string): void {
  if (ENGINE_LIMITS[title]?.[engine()]) context.skip();
}

function engine(): Engine {
  const { userAgent } = navigator;
  if (userAgent.includes('Firefox')) return 'firefox';
  return userAgent.includes('Chrome') ? 'chromium' : 'webkit';
}
