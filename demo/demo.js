// This is all that a monetized page needs: one listener.
window.addEventListener('monetization', (event) => {
  const { amountSent, incomingPayment } = event;
  document.querySelector('#thanks').hidden = false;
  document.querySelector('#locked').hidden = true;
  showPayment(amountSent.value, amountSent.currency, incomingPayment);
});

// What follows belongs to this demo: the log, and a link to play with.
const SHOWN_EVENTS = 100;
const totals = {};
const link = document.querySelector('link[rel="monetization"]');
const addButton = document.querySelector('#link-add');
const removeButton = document.querySelector('#link-remove');

link.addEventListener('load', () => showStatus('load: this is a wallet address.', 'good'));
link.addEventListener('error', () =>
  showStatus('error: could not be asked, or is no wallet address.', 'bad'),
);

removeButton.addEventListener('click', () => {
  link.remove();
  showStatus('Removed: payments stop.');
  showLink();
  addButton.focus();
});

addButton.addEventListener('click', () => {
  document.head.append(link);
  showStatus('Added: asking the wallet…');
  showLink();
  removeButton.focus();
});

for (const button of document.querySelectorAll('button[data-href]')) {
  button.addEventListener('click', () => {
    link.href = button.dataset.href;
    if (!link.isConnected) document.head.append(link);
    showStatus('Changed: asking the wallet…');
    showLink();
  });
}

showLink();

function showPayment(value, currency, incomingPayment) {
  totals[currency] = addDecimals(totals[currency] ?? '0', value);
  const total = `${totals[currency]} ${currency}`;
  document.querySelector('#total').textContent = Object.keys(totals)
    .map((each) => `${totals[each]} ${each}`)
    .join(' + ');
  document.querySelector('#no-events').hidden = true;

  const now = new Date();
  const time = Object.assign(document.createElement('time'), {
    dateTime: now.toISOString(),
    textContent: now.toLocaleTimeString(),
  });
  const amount = Object.assign(document.createElement('b'), { textContent: `${value} ${currency}` });
  const payment = Object.assign(document.createElement('a'), {
    href: incomingPayment,
    textContent: 'incoming payment',
    title: incomingPayment,
  });
  const sum = Object.assign(document.createElement('span'), { textContent: `total ${total}` });

  const item = document.createElement('li');
  item.append(time, ' ', amount, ' ', payment, ' ', sum);
  const list = document.querySelector('#events');
  list.prepend(item);
  if (list.children.length > SHOWN_EVENTS) list.lastElementChild.remove();
}

function showStatus(text, tone = '') {
  const status = document.querySelector('#status');
  status.textContent = text;
  status.className = tone;
}

function showLink() {
  document.querySelector('#link-code').textContent = link.isConnected ? link.outerHTML : 'No link.';
  addButton.disabled = link.isConnected;
  removeButton.disabled = !link.isConnected;
  for (const button of document.querySelectorAll('#wallets button')) {
    button.setAttribute('aria-pressed', String(link.isConnected && link.href === button.dataset.href));
  }
}

// Amounts are decimal strings. As numbers, 0.1 and 0.2 would add up to 0.30000000000000004.
function addDecimals(a, b) {
  const scale = Math.max(...[a, b].map((decimal) => decimal.split('.')[1]?.length ?? 0));
  const [x, y] = [a, b].map((decimal) => {
    const [whole, fraction = ''] = decimal.split('.');
    return BigInt(whole + fraction.padEnd(scale, '0'));
  });
  const digits = (x + y).toString().padStart(scale + 1, '0');
  return scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
}
