// The URL contains the links of this page: ?wa=https://wallet.example/alice&wa=…
const FIRST = document.body.dataset.wallet;
const list = document.querySelector('#links');
const links = new Map();

const parameters = new URLSearchParams(location.search);
for (const href of parameters.has('wa') ? parameters.getAll('wa') : [FIRST]) add(href);

document.querySelector('#add').addEventListener('submit', (event) => {
  event.preventDefault();
  add(document.querySelector('#wallet-address').value);
  remember();
});

follow();
// An agent may start after this script.
document.addEventListener('agentstatesourcechange', follow);

function follow() {
  document.monetization?.addEventListener('agentstatechange', showStates);
  showStates();
}

function add(href) {
  const link = Object.assign(document.createElement('link'), {
    rel: 'monetization',
    href,
  });
  const row = document.querySelector('#link').content.firstElementChild.cloneNode(true);
  row.querySelector('code').textContent = href.replace(/^https?:\/\//, '');
  row.querySelector('.toggle').addEventListener('click', ({ target }) => {
    link.disabled = !link.disabled;
    target.setAttribute('aria-pressed', String(link.disabled));
    showStates();
  });
  row.querySelector('.remove').addEventListener('click', () => {
    link.remove();
    row.remove();
    links.delete(link);
    remember();
    document.querySelector('#wallet-address').focus();
  });
  links.set(link, row);
  list.append(row);
  document.head.append(link);
  showStates();
}

function showStates() {
  const sessions = document.monetization?.agentState.sessions ?? [];
  for (const [link, row] of links) {
    const session = sessions.find(({ href }) => href === link.href);
    row.querySelector('.state').textContent = link.disabled
      ? 'disabled'
      : (session?.error?.code ?? session?.status ?? 'not seen');
    row.querySelector('.state').classList.toggle('bad', Boolean(session?.error));
  }
}

function remember() {
  const url = new URL(location.href);
  url.searchParams.delete('wa');
  for (const { href } of links.keys()) url.searchParams.append('wa', href);
  history.replaceState(null, '', url);
}

// The URL also stores the selected provider and visitor.
for (const choice of document.querySelectorAll('#providers a, #visitors a')) {
  const wanted = choice.search;
  const name = (search, key) => new URLSearchParams(search).get(key);
  const isHere = (key) => name(wanted, key) === name(location.search, key);
  const current = choice.closest('#providers')
    ? isHere('provider')
    : isHere('provider') &&
      (name(location.search, 'wm') ?? 'paying') === name(wanted, 'wm');
  choice.setAttribute('aria-current', String(current));
  choice.addEventListener('click', (event) => {
    event.preventDefault();
    const query = new URLSearchParams(wanted);
    for (const { href } of links.keys()) query.append('wa', href);
    // Clear the selection that <wm-status> has stored, so that the URL determines it.
    window.localStorage.removeItem('wm');
    location.search = query.toString();
  });
}

// wm.js passes its simulation to the callback, if one is running.
let simulation;
const found = (running) => {
  simulation = running;
  document.querySelector('#simulated').hidden = false;
};
document.addEventListener('wmsimulationstart', ({ detail }) => found(detail));
document.dispatchEvent(new CustomEvent('wmsimulation', { detail: found }));

for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', async () => {
    await simulation.clock.advance(button.dataset.advance);
    say(
      `The time in this page is ${new Date(simulation.clock.now()).toLocaleTimeString()}.`,
    );
  });
}

document.querySelector('[data-pay]').addEventListener('click', async ({ target }) => {
  try {
    const { amountSent } = await simulation.pay(null, { value: target.dataset.pay });
    say(`Paid an extra ${amountSent.value} ${amountSent.currency}.`);
  } catch (error) {
    say(error.message);
  }
});

document
  .querySelector('#flow')
  .addEventListener(
    'toggle',
    ({ target }) => target.append(document.createElement('wm-flow')),
    { once: true },
  );

function say(text) {
  document.querySelector('#time').textContent = text;
}
