/** Everything `<wm-flow>` can say. Assign a translation to its `words` property. */
export interface FlowWords {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly title: string;
  readonly legend: string;
  /** The four lanes, from the page outwards. */
  readonly lanes: readonly [page: string, provider: string, receiver: string, visitor: string];
  readonly list: string;
  readonly allLinks: string;
  readonly show: string;
  readonly saveJson: string;
  readonly saveSvg: string;
  readonly empty: string;
  readonly underWay: string;
  readonly failed: string;
  readonly fix: string;
  readonly sent: string;
  readonly answered: string;
  readonly nothing: string;
  readonly to: string;
  /** What each call and event is for, in the order of the specification's steps. */
  readonly meanings: Readonly<Record<string, string>>;
}

export const ENGLISH: FlowWords = {
  lang: 'en',
  dir: 'ltr',
  title: 'Payment flow',
  legend: 'Circled numbers are the steps of the specification. Click an arrow to see what was sent.',
  lanes: ['Page (agent)', 'Provider', 'Receiver’s wallet', 'Visitor’s wallet'],
  list: 'Calls and events, oldest first. Arrow keys move, Enter opens.',
  allLinks: 'All links',
  show: 'Link',
  saveJson: 'JSON',
  saveSvg: 'SVG',
  empty: 'Nothing has happened yet. As soon as this page has a monetization link, each call shows here.',
  underWay: 'under way',
  failed: 'failed',
  fix: 'Fix:',
  sent: 'Request',
  answered: 'Answer',
  nothing: 'no body',
  to: 'to',
  meanings: {
    'GET /relay': 'The agent asks the provider who it is, and whether it is a sandbox.',
    'POST /relay/connections': 'The agent asks whether the visitor has connected a wallet for this site.',
    'POST grant to visitor': 'The visitor’s wallet is asked for consent to a budget.',
    'POST grant continuation': 'The visitor has consented: the provider gets its access token.',
    'POST /relay/wallet-addresses': 'The agent has found a link, and asks what wallet it names.',
    'GET wallet address': 'The wallet says its currency and where its servers are.',
    load: 'The wallet address is one: the link gets its load event.',
    error: 'The link cannot be paid: it gets its error event.',
    'POST /relay/sessions':
      'The agent wants to pay this link: the provider prepares it at the receiver’s wallet.',
    'POST grant to receiver': 'The provider may create an incoming payment. Nobody needs to be asked.',
    'POST incoming payment': 'The bucket that this link’s payments go into.',
    'DELETE grant': 'That permission has done its work, and is given back.',
    'POST /relay/sessions/:id/payments':
      'The page is still being looked at. The provider decides whether something is due.',
    'POST token rotation': 'The access token has expired: the provider gets a new one.',
    'POST quote': 'What a payment of this size costs, and what arrives.',
    'POST outgoing payment': 'The visitor’s wallet sends the money.',
    'GET outgoing payment': 'Has the money arrived?',
    'GET outgoing payments': 'Has the payment been made, whose answer was lost?',
    monetization: 'The page hears of the payment: this is the event to listen to.',
    'DELETE /relay/sessions/:id': 'The link is gone, or gets a new session.',
  },
};
