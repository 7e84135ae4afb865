// monetization-store.ts without types.
const monetization = {
  get: () => document.monetization?.agentState,
  subscribe(callback) {
    const notify = () => callback(monetization.get());
    document.monetization?.addEventListener('agentstatechange', notify);
    notify();
    return () => document.monetization?.removeEventListener('agentstatechange', notify);
  },
};

monetization.subscribe((state) => {
  const sums = state?.totals.map(({ value, currency }) => `${value} ${currency}`);
  document.querySelector('#status').textContent = state
    ? [state.status, ...sums].join(', ')
    : 'no agent';
});
