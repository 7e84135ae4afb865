import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageReport } from '../../../../src/tools/check/source/page-report.js';
import { simulateInPublic } from '../../../../src/tools/check/rules/simulate-in-public.js';

/** Like in the page: a set of tokens is separated by ASCII whitespace only. */
const INTENDED_HOSTS: Record<string, boolean> = {
  'staging.example': true,
  'preview.example  staging.example': true,
  '\n  preview.example\n  staging.example\n': true,
  'preview.example\tstaging.example\fother.example': true,
  'preview.example\u00a0staging.example': false,
  'preview.example,staging.example': false,
  '': false,
};

for (const [list, isMeant] of Object.entries(INTENDED_HOSTS)) {
  test(`data-simulate-on=${JSON.stringify(list)} makes a simulation a ${isMeant ? 'warning' : 'problem'}`, () => {
    const attributes = { 'data-provider': 'simulate', 'data-simulate-on': list };
    const look = { url: 'https://staging.example/', tags: [], page: { scripts: [{ attributes }] } };
    const [finding] = simulateInPublic.check(look as unknown as PageReport);
    assert.equal(finding?.severity, isMeant ? 'warning' : 'problem');
  });
}
