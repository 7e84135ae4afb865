import { sendByteByByte, sendEndlessBody } from './broken-responses.js';
import type { Fault } from './fault.js';

export type HttpFault = '429' | 'slow-body' | 'huge-body' | 'html-200' | 'redirect-loopback';

/** The response does not follow Open Payments at all. These faults affect every operation. */
export const HTTP_FAULTS: Readonly<Record<HttpFault, Fault>> = {
  '429': {
    description: 'responds with 429 and Retry-After: 30',
    injectFault: async ({ reply }) =>
      reply.code(429).header('retry-after', '30').type('text/plain').send('Too Many Requests'),
  },
  'slow-body': {
    description: 'responds at one byte per second',
    injectFault: async ({ wallet, reply, handle }) => sendByteByByte(reply, (await handle()).body, wallet),
  },
  'huge-body': {
    description: 'responds with 256 MiB of white space',
    injectFault: async ({ reply }) => sendEndlessBody(reply),
  },
  'html-200': {
    description: 'responds with 200 and an HTML page',
    injectFault: async ({ reply }) =>
      reply.type('text/html; charset=utf-8').send('<!doctype html><title>Hello</title>'),
  },
  'redirect-loopback': {
    description: 'redirects to http://127.0.0.1:1/',
    injectFault: async ({ reply }) => reply.redirect('http://127.0.0.1:1/', 302),
  },
};
