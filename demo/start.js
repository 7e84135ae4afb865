const SHOWN = 4;
const total = document.querySelector('#total');
const payments = document.querySelector('#payments');

window.addEventListener('monetization', ({ amountSent, incomingPayment }) => {
  // The agent maintains the totals, one per currency.
  total.textContent = document.monetization.agentState.totals
    .map(({ value, currency }) => `${value} ${currency}`)
    .join(' + ');

  const time = Object.assign(document.createElement('time'), {
    textContent: new Date().toLocaleTimeString(),
  });
  const receipt = Object.assign(document.createElement('a'), {
    href: incomingPayment,
    textContent: 'receipt',
  });
  const row = document.createElement('li');
  row.append(time, receipt, `+ ${amountSent.value}`);
  payments.prepend(row);
  if (payments.children.length > SHOWN) payments.lastElementChild.remove();
});

// Load the flow diagram when it comes into view.
const place = document.querySelector('#flow');
new IntersectionObserver(
  ([{ isIntersecting }], observer) => {
    if (!isIntersecting) return;
    place.append(document.createElement('wm-flow'));
    observer.disconnect();
  },
  { rootMargin: '100px' },
).observe(place);
