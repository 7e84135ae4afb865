const link = document.querySelector('link[rel="monetization"]');
const buttons = document.querySelectorAll('#wallets button');

for (const button of buttons) {
  button.addEventListener('click', () => {
    if (link.href === button.dataset.href) return;
    document.querySelector('#events').replaceChildren();
    link.href = button.dataset.href;
    show();
    document.querySelector('#result').scrollIntoView({ block: 'nearest' });
  });
}
show();

function show() {
  document.querySelector('#link').textContent = link.outerHTML;
  for (const button of buttons) {
    const chosen = button.dataset.href === link.href;
    button.setAttribute('aria-pressed', String(chosen));
    if (chosen) {
      document.querySelector('#does').textContent =
        `${button.querySelector('span').textContent}.`;
    }
  }
}
