// monetization-store.ts without its types.
const monetization = {
  get: () => document.monetization?.agentState,
  subscribe(callback) {
    const tell = () => callback(monetization.get());
    document.monetization?.addEventListener('agentstatechange', tell);
    tell();
    return () => document.monetization?.removeEventListener('agentstatechange', tell);
  },
};

monetization.subscribe((state) => {
  const sums = state?.totals.map(({ value, currency }) => `${value} ${currency}`);
  document.querySelector('#status').textContent = state
    ? [state.status, ...sums].join(', ')
    : 'no agent';
});
