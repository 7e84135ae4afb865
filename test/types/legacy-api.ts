const { monetization } = document;

export const log: unknown[] = [];
monetization?.addEventListener('monetizationpending', ({ detail }) => log.push(detail.requestId.length));
monetization?.addEventListener('monetizationprogress', ({ detail: { amount, assetCode, assetScale } }) =>
  log.push(amount.length, assetCode.length, assetScale * 2),
);
monetization?.addEventListener('monetizationstop', function ({ detail }) {
  const finalized: boolean = detail.finalized;
  log.push(finalized, this.state === 'stopped');
});
monetization?.addEventListener('tip', { handleEvent: (event) => log.push(event.type) }, { once: true });

export const state: 'stopped' | 'pending' | 'started' | undefined = monetization?.state;
export const spent: string | null | undefined = monetization?.connection?.spent;
export const hrefs: string[] = monetization?.sessions.map(({ href }) => href) ?? [];
monetization?.disconnect();

// @ts-expect-error an integer string
monetization?.addEventListener('monetizationprogress', ({ detail }) => detail.amount * 2);
// @ts-expect-error ids stay inside
export const id = monetization?.connection?.id;
