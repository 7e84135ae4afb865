import { format, sum } from './wm-money.js';

let totals = [];
let times = 0;

window.addEventListener('monetization', (event) => {
  totals = sum([...totals, event]);
  document.querySelector('#sum').textContent = totals
    .map((total) => format(total, 'en'))
    .join(' + ');
  document.querySelector('#thanks').textContent =
    ++times === 1 ? 'Thank you for the first one!' : `Thank you, ${times} times.`;
});
