/** The account page's script: renders the events. Without it, the page shows the state at load time. */
export const ACCOUNT_SCRIPT = `const [balance, rows] = ['#balance', '#payments'].map((id) => document.querySelector(id));
const state = document.querySelector('#state');
const path = location.pathname.slice('/account'.length);
const events = new EventSource('/account-events' + path);
events.onopen = () => { state.textContent = 'Payments appear here as they arrive.'; };
events.onerror = () => { state.textContent = 'The wallet does not respond. Retrying…'; };
events.onmessage = ({ data }) => {
  const account = JSON.parse(data);
  if (balance.textContent !== account.balance) balance.textContent = account.balance;
  rows.replaceChildren(...account.payments.map(({ at, what, amount }) => {
    const row = document.createElement('tr');
    const time = document.createElement('time');
    time.dateTime = at;
    time.textContent = at.slice(0, 19).replace('T', ' ');
    row.insertCell().append(time);
    row.insertCell().textContent = what;
    const cell = row.insertCell();
    cell.className = 'amount';
    cell.textContent = amount;
    return row;
  }));
};
`;
