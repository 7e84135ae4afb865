/**
 * The provider's pages have the design of the sandbox demo: light or dark, according to the system, and from
 * 320 px width.
 */
export const PAGE_STYLE = `:root {
  --page: light-dark(#f6f7f9, #101214); --card: light-dark(#fff, #1a1d21); --text: light-dark(#1b1f24, #e8eaed);
  --muted: light-dark(#57606a, #a3abb5); --line: light-dark(#d5dae0, #3a4048); --accent: light-dark(#0a7a5a, #3ecf9b);
  --bad: light-dark(#c21f2e, #ff8189); --on-accent: light-dark(#fff, #06251b);
  color-scheme: light dark;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-inline-size: 46rem; margin-inline: auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.01em; outline: none; }
h2 { margin: 0 0 0.5rem; font-size: 1.1rem; }
p { margin: 0 0 0.75rem; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
h1:focus-visible { outline: none; }
h3 { margin: 0 0 0.5rem; font-size: 1rem; }
ul { margin: 0 0 0.75rem; padding-inline-start: 1.25rem; }
dd ul { margin: 0; padding: 0; list-style: none; }
.sentence::first-letter { text-transform: uppercase; }
small, .muted { color: var(--muted); font-size: 0.875rem; }
.sandbox { border: 1px solid; border-radius: 1rem; padding: 0.1rem 0.6rem; font-size: 0.8rem; }
.problem { color: var(--bad); font-weight: 600; }
section, form:not(.inline) { margin-block: 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card); }
section form:not(.inline) { margin-block: 1rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1rem; margin: 0 0 1rem; }
dt { color: var(--muted); }
dd { margin: 0; font-weight: 600; }
dd small { display: block; font-weight: 400; }
label { display: block; }
form > label, fieldset > label { margin-block: 0.75rem 0.25rem; }
input { max-inline-size: 100%; padding: 0.45rem 0.6rem; border: 1px solid var(--muted); border-radius: 0.4rem; background: var(--page); color: inherit; font: inherit; }
input[type=url] { inline-size: 100%; }
input[inputmode] { inline-size: 8rem; }
button, .button { display: inline-block; padding: 0.45rem 0.9rem; border: 1px solid var(--muted); border-radius: 0.4rem; background: var(--card); color: inherit; font: inherit; text-decoration: none; cursor: pointer; }
button[type=submit], .button { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button.quiet, .button.quiet { border-color: var(--muted); background: var(--card); color: inherit; }
button.link { padding: 0; border: 0; background: none; color: var(--accent); text-decoration: underline; }
button[aria-disabled=true] { border-style: dashed; border-color: var(--muted); background: none; color: var(--muted); cursor: default; }
.buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; margin-block: 1rem 0; }
.buttons + p { margin-block-start: 1rem; }
form.inline { display: inline; }
table { inline-size: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { margin-block-end: 0.25rem; color: var(--muted); text-align: start; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-block-start: 1px solid var(--line); text-align: start; vertical-align: top; }
td.amount { text-align: end; white-space: nowrap; }
th { overflow-wrap: normal; }
td.bar { inline-size: 35%; }
.wide { overflow-x: auto; }
.wide td { white-space: nowrap; }
meter { inline-size: 100%; block-size: 1rem; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0.1rem; }
  dd { margin-block-end: 0.6rem; }
  table { font-size: 0.875rem; }
  th, td { padding-inline-end: 0.5rem; }
  .wide td:not(.amount) { white-space: normal; }
  main { padding: 0.75rem 0.75rem 1.5rem; }
  #consent { margin: 0; padding: 0.75rem; font-size: 0.9375rem; line-height: 1.35; }
  #consent dl { grid-template-columns: 5.75rem 1fr; align-items: baseline; gap: 0.25rem 0.5rem; margin: 0; }
  #consent dd { margin: 0; }
  #another-wallet { margin-block: -0.5rem; }
  #consent input { inline-size: 4.5rem; }
}
/* Reserves a line: the text changes while the visitor is about to press the button below. */
#approve-state { min-block-size: 1lh; margin-block: 0.5rem 0; }
@media (max-width: 30rem) { #approve-state { min-block-size: 2lh; } }
#approve-state + .buttons { margin-block-start: 0.25rem; }
/* Overlays the content below, without a layout shift. */
#more { position: fixed; inset: auto 0 0; margin: 0; padding: 0.5rem; border-block-start: 1px solid var(--line); background: var(--card); text-align: center; pointer-events: none; }
/* Touch targets, except for links within a sentence. */
@media (pointer: coarse) {
  input, button, .button { min-block-size: 2.75rem; min-inline-size: 2.75rem; }
  :is(h2, h3, li, nav, .alone, .buttons) > a, button.link { display: inline-flex; align-items: center; min-block-size: 2.75rem; min-inline-size: 2.75rem; }
}
@media (forced-colors: active) { button[aria-disabled=true] { color: GrayText; } }
`;
