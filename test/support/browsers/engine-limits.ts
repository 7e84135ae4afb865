/**
 * What an engine cannot do: the title of a test, the engine, and the reason. Every skipped test is listed
 * here.
 */
const ENGINE_LIMITS: Record<string, Partial<Record<EngineName, string>>> = {
  'looks up names at the SVG or MathML element first': {
    webkit: 'inline handlers on SVG and MathML elements have no element scope, including the native ones',
  },
  'loads, but is not paid before the <audio> plays': {
    chromium: 'it plays no <audio> before a user gesture, even muted; the same test runs with <video>',
  },
};

export type EngineName = 'chromium' | 'firefox' | 'webkit';

export function skipIfUnsupported(context: { skip(): void }, title: string): void {
  if (ENGINE_LIMITS[title]?.[detectEngine()]) context.skip();
}

function detectEngine(): EngineName {
  const { userAgent } = navigator;
  if (userAgent.includes('Firefox')) return 'firefox';
  return userAgent.includes('Chrome') ? 'chromium' : 'webkit';
}
