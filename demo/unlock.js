window.addEventListener('monetization', unlock);

async function unlock({ incomingPayment }) {
  const answer = await claim(incomingPayment);
  if (!answer.story) return; // Not arrived yet. The next payment tries again.
  window.removeEventListener('monetization', unlock);
  document.querySelector('#story').textContent = answer.story;
}

async function claim(incomingPayment) {
  const response = await fetch('/unlock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ incomingPayment }),
  });
  return response.json();
}

// A fake payment: the server does not find it at the wallet.
document.querySelector('#cheat').addEventListener('click', async () => {
  const { refused } = await claim('https://wallet.example/incoming-payments/made-up');
  document.querySelector('#answer').textContent = refused;
});
