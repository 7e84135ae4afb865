import { articles } from './articles.js';

const link = document.querySelector('link[rel="monetization"]');
const wallets = new URL('.', link.href);
const tabs = document.querySelectorAll('#articles a');

/** Shows the article of the URL and pays its author. */
function route() {
  const name = new URLSearchParams(location.search).get('article') ?? 'rivers';
  const { title, text, author, wallet } = articles[name] ?? articles.rivers;
  document.querySelector('#title').textContent = title;
  document.querySelector('#text').textContent = text;
  document.querySelector('#author').textContent = author;
  document.querySelector('#paid').textContent = 'Not paid yet.';
  link.href = new URL(wallet, wallets).href;
  for (const tab of tabs) {
    tab.setAttribute('aria-current', String(tab.search === `?article=${name}`));
  }
}

link.addEventListener('monetization', ({ amountSent: { value, currency } }) => {
  document.querySelector('#paid').textContent =
    `Just received ${value} ${currency} from you.`;
});

for (const tab of tabs) {
  tab.addEventListener('click', (event) => {
    event.preventDefault();
    history.pushState(null, '', tab.href);
    route();
  });
}
window.addEventListener('popstate', route);
route();
