// Each payment reaches the page as an event; the agent keeps the sums.
window.addEventListener('monetization', () => {
  const { totals } = document.monetization.agentState;
  document.querySelector('#paid').textContent = totals
    .map(({ value, currency }) => `${value} ${currency}`)
    .join(' + ');
});

// The link to this origin is for those who came in by the other one.
const stranger = document.querySelector('#stranger');
stranger.hidden = stranger.href === location.href;
