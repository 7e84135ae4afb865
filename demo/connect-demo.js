// Each payment fires an event. The agent maintains the totals.
window.addEventListener('monetization', () => {
  const { totals } = document.monetization.agentState;
  document.querySelector('#paid').textContent = totals
    .map(({ value, currency }) => `${value} ${currency}`)
    .join(' + ');
});

// The link to this page on the other origin, where no wallet is connected. Hidden on that origin.
const unconnected = document.querySelector('#unconnected');
unconnected.hidden = unconnected.href === location.href;
