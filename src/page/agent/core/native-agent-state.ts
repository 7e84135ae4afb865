/**
 * `coexisting` both agents run, because no real money can move or the script tag has `data-force` · `waiting`
 * this agent is passive, and the native agent has not paid this page yet · `timed-out` it has not paid
 * although the page was visible for 30 seconds · `paying` it has paid this page · `replaced` the visitor has
 * chosen the provider of this page instead.
 */
export type NativeAgentState = 'coexisting' | 'waiting' | 'timed-out' | 'paying' | 'replaced';
