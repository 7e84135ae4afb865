// For who names the simulation in a script tag of its own: wm.js loads it.
console.warn(
  '[wm-polyfill] wm-simulate.js does nothing. Write <script src="wm.js" data-provider="simulate"></script>: wm.js loads the simulation from wm-simulation.js beside it.',
);
export {};
