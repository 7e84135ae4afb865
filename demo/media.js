const player = document.querySelector('audio');
const credit = document.querySelector('#credit');

// The event bubbles from the link to its player.
player.addEventListener('monetization', ({ amountSent: { value, currency } }) => {
  credit.textContent = `The musician has just received ${value} ${currency}.`;
});

player.addEventListener('pause', () => {
  credit.textContent = 'Paused, and so are payments.';
});
