// Not part of the recipe: logs the events of the page's monetization links.
const SHOWN = 50;
const log = document.querySelector('#events');
// Simulated payments do not exist at a wallet, so they have no link.
const simulated = document.querySelector('script[data-provider="simulate"]');

for (const type of ['load', 'error', 'monetization']) {
  document.addEventListener(
    type,
    (event) => {
      if (
        event.target instanceof HTMLLinkElement &&
        event.target.relList.contains('monetization')
      )
        write(event);
    },
    true,
  );
}

/** @param {Event} event */
function write(event) {
  const { type, target } = event;
  const row = document.createElement('li');
  const cell = (name, text) =>
    Object.assign(document.createElement(name), { textContent: text });
  row.className = type;
  row.append(cell('time', new Date().toLocaleTimeString()), cell('b', type));
  if (type === 'monetization') {
    row.append(cell('span', `${event.amountSent.value} ${event.amountSent.currency}`));
    if (!simulated) {
      const receipt = cell('a', 'incoming payment');
      receipt.href = event.incomingPayment;
      row.append(receipt);
    }
  } else {
    row.append(
      cell(
        'span',
        type === 'load'
          ? 'is a wallet address'
          : 'is not a wallet address, or does not respond',
      ),
    );
    row.append(cell('code', target.href.replace(/^https?:\/\//, '')));
  }
  log.prepend(row);
  if (log.children.length > SHOWN) log.lastElementChild.remove();
}
