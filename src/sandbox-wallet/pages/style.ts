export const STYLE = `:root {
  color-scheme: light dark;
  --text: light-dark(#1b1b1f, #ececf1);
  --quiet: light-dark(#55555f, #b3b3bf);
  --page: light-dark(#f4f4f7, #141418);
  --card: light-dark(#fff, #1f1f25);
  --line: light-dark(#d5d5dd, #3b3b45);
  --main: light-dark(#0b57d0, #9ec3ff);
  --on-main: light-dark(#fff, #06264f);
}
* { box-sizing: border-box; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 0; padding: 1rem; }
main, .mark { max-width: 44rem; margin-inline: auto; }
.mark { margin-block: 0 1rem; color: var(--quiet); }
.mark strong { padding: 0.1rem 0.6rem; border-radius: 0.25rem; background: #fc0; color: #000; }
main { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.25rem; overflow-wrap: anywhere; }
main.wide, .mark.wide { max-width: 64rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
a { color: var(--main); }
code { font-size: 0.9em; }
dl { margin: 0; }
dt { color: var(--quiet); font-size: 0.9rem; margin-top: 0.75rem; }
dd { margin: 0; }
dd.amount { font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-top: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 400; font-size: 0.9rem; border-top: 0; }
tbody th { font-weight: 400; }
td.amount { font-variant-numeric: tabular-nums; white-space: nowrap; text-align: end; padding-inline-end: 0; }
th.amount { text-align: end; padding-inline-end: 0; }
time { white-space: nowrap; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; }
button { font: inherit; min-height: 2.75rem; padding: 0.5rem 1.5rem; border-radius: 0.5rem; border: 1px solid var(--main); color: var(--main); background: none; cursor: pointer; }
button.main { background: var(--main); color: var(--on-main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 3px; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; }
@media (min-width: 30rem) { tbody th code { white-space: nowrap; } }
@media (max-width: 30rem) {
  body { padding: 0.5rem; font-size: 1rem; line-height: 1.4; }
  main { padding: 0.75rem; }
  .mark { margin-block: 0 0.5rem; }
  h1 { margin-block-end: 0.5rem; font-size: 1.35rem; }
  /* Compact, so that the buttons below stay visible. */
  dl.asked { display: grid; grid-template-columns: 6rem 1fr; align-items: baseline; gap: 0.375rem 0.5rem; }
  dl.asked dt { margin: 0; }
  dl.asked dd.amount { font-size: 1.25rem; }
  form { margin-top: 1rem; }
  form button { flex: 1; }
  table.list thead { position: absolute; clip-path: inset(50%); }
  table.list tr { display: block; padding-block: 0.5rem; border-top: 1px solid var(--line); }
  table.list th, table.list td { display: block; border: 0; padding: 0; }
}
`;
