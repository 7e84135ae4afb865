// The links of this page are those of its URL: ?wa=https://wallet.example/alice&wa=…
const FIRST = document.body.dataset.wallet;
const list = document.querySelector('#links');
const links = new Map();

const asked = new URLSearchParams(location.search);
for (const href of asked.has('wa') ? asked.getAll('wa') : [FIRST]) add(href);

document.querySelector('#add').addEventListener('submit', (event) => {
  event.preventDefault();
  add(document.querySelector('#wallet-address').value);
  remember();
});

document.monetization?.addEventListener('agentstatechange', showStates);

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
