const banner = document.querySelector('#banner');
const thanks = document.querySelector('#thanks');

if (!document.createElement('link').relList.supports('monetization')) {
  banner.hidden = false;
}

window.addEventListener('monetization', (event) => {
  if (!(event instanceof MonetizationEvent)) return;
  const { value, currency } = event.amountSent;
  document.querySelector('#amount').textContent = `${value} ${currency}`;
  thanks.hidden = false;
});
