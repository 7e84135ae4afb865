/** All texts of `<wm-flow>`. Assign a translation to its `messages` property. */
export interface FlowMessages {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly title: string;
  readonly legend: string;
  /** The four lanes, from the page outwards. */
  readonly lanes: readonly [page: string, provider: string, receiver: string, visitor: string];
  readonly listLabel: string;
  readonly allLinks: string;
  readonly filterLabel: string;
  readonly saveJson: string;
  readonly saveSvg: string;
  readonly empty: string;
  readonly pending: string;
  readonly failed: string;
  readonly fix: string;
  readonly request: string;
  readonly response: string;
  readonly noBody: string;
  readonly to: string;
  /** The purpose of each request and event, in the order of the flow. */
  readonly descriptions: Readonly<Record<string, string>>;
}

export const ENGLISH_FLOW_MESSAGES: FlowMessages = {
  lang: 'en',
  dir: 'ltr',
  title: 'Payment flow',
  legend: 'Circled numbers are steps of the specification. Select an arrow to see its request and response.',
  lanes: ['Page (agent)', 'Provider', 'Receiver’s wallet', 'Visitor’s wallet'],
  listLabel: 'Requests and events, oldest first. Use the arrow keys to move and Enter to open.',
  allLinks: 'All links',
  filterLabel: 'Link',
  saveJson: 'JSON',
  saveSvg: 'SVG',
  empty: 'No requests yet. They appear here as soon as this page has a monetization link.',
  pending: 'pending',
  failed: 'failed',
  fix: 'Fix:',
  request: 'Request',
  response: 'Response',
  noBody: 'no body',
  to: 'to',
  descriptions: {
    'GET /relay': 'The agent reads the description of the provider and whether it is a sandbox.',
    'POST /relay/connections': 'The agent checks whether the visitor has connected a wallet for this site.',
    'POST grant to visitor': 'The provider requests the visitor’s consent to a budget.',
    'POST grant continuation': 'The visitor has consented. The provider gets its access token.',
    'POST /relay/wallet-addresses': 'The agent has found a link and looks up its wallet address.',
    'GET wallet address': 'The wallet returns its currency and its servers.',
    load: 'The wallet address is valid. The link gets its load event.',
    error: 'The link cannot be paid. It gets its error event.',
    'POST /relay/sessions':
      'The agent starts paying this link. The provider prepares it at the receiver’s wallet.',
    'POST grant to receiver': 'Permission to create an incoming payment. It needs no consent.',
    'POST incoming payment': 'Collects the payments for this link.',
    'DELETE grant': 'That permission is no longer needed and is revoked.',
    'POST /relay/sessions/:id/payments':
      'The page is still visible. The provider decides whether a payment is due.',
    'POST token rotation': 'The access token has expired. The provider gets a new one.',
    'POST quote': 'The cost of a payment of this size, and the amount that arrives.',
    'POST outgoing payment': 'The visitor’s wallet sends the money.',
    'GET outgoing payment': 'Checks whether the money has arrived.',
    'GET outgoing payments': 'Checks whether a payment without a response was made.',
    monetization: 'The page receives the payment. Listen to this event.',
    'DELETE /relay/sessions/:id': 'The link was removed, or it gets a new session.',
  },
};
