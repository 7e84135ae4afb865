import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Look } from '../../src/check/look.js';
import { simulateInPublic } from '../../src/check/rules/simulate-in-public.js';

/** As in the page: HTML's sets of tokens are parted by ASCII whitespace alone. */
const MEANT: Record<string, boolean> = {
  'staging.example': true,
  'preview.example  staging.example': true,
  '\n  preview.example\n  staging.example\n': true,
  'preview.example\tstaging.example\fother.example': true,
  'preview.example\u00a0staging.example': false,
  'preview.example,staging.example': false,
  '': false,
};

for (const [list, isMeant] of Object.entries(MEANT)) {
  test(`data-simulate-on=${JSON.stringify(list)} makes a simulation a ${isMeant ? 'warning' : 'problem'}`, () => {
    const attributes = { 'data-provider': 'simulate', 'data-simulate-on': list };
    const look = { url: 'https://staging.example/', tags: [], page: { scripts: [{ attributes }] } };
    const [finding] = simulateInPublic.find(look as unknown as Look);
    assert.equal(finding?.severity, isMeant ? 'warning' : 'problem');
  });
}
