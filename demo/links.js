import { format, sum } from './wm-money.js';

const totals = { writer: [], photographer: [], translator: [] };

window.addEventListener('monetization', (event) => {
  const { id } = event.target;
  totals[id] = sum([...totals[id], event]);
  document.querySelector(`output[for="${id}"]`).textContent = totals[id]
    .map((total) => format(total, 'en'))
    .join(' + ');
});

for (const box of document.querySelectorAll('.shares input')) {
  box.addEventListener('change', () => {
    document.querySelector(`link[id="${box.value}"]`).disabled = !box.checked;
  });
}
