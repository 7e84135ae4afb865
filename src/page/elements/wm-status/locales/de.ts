import type { Messages } from '../core/messages.js';

const GERMAN: Messages = {
  lang: 'de',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: 'es fließt kein echtes Geld',
  sent: 'Gesendet',
  nothingSent: 'Noch nichts',
  lastMinutes: 'Letzte 5 Minuten',
  budget: 'Budget',
  spentOf: (spent, budget) => `${spent} von ${budget}`,
  ratePerHour: (rate) => `${rate} pro Stunde`,
  renewedOn: (day) => `erneuert am ${day}`,
  links: 'Links',
  persona: 'Rolle',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  connect: 'Verbinden',
  disconnect: 'Trennen',
  payInstead: 'Ohne sie bezahlen',
  becomePassive: 'Zurück zur Erweiterung',
  checkingWallets: 'Verbunden. Die Wallet dieser Seite wird kontaktiert.',
  waitingForMedia: 'Zahlungen werden fortgesetzt, sobald Medien auf dieser Seite abgespielt werden.',
  unpayable: 'Verbunden, aber diese Seite kann nicht bezahlt werden.',
  paying: (receivers) =>
    receivers.length === 1 ? `Zahlt an ${receivers[0]}` : `Zahlt abwechselnd an ${receivers.length} Wallets`,
  nextPaymentAfter: (time) => `Nächste Zahlung nach ${time} auf dieser Seite.`,
  besideNativeAgent:
    'Eine Erweiterung ist ebenfalls aktiv. Sie kann echte https-Adressen dieser Seite bezahlen.',
  nativeAgentNotPaying: (provider) =>
    provider
      ? `Richten Sie sie ein, oder bezahlen Sie diese Website stattdessen über ${provider}.`
      : 'Richten Sie sie ein, um diese Seite zu bezahlen.',
  nativeAgentReplaced: (provider) => `Sie haben ${provider} statt der Erweiterung gewählt.`,
  states: {
    unsupported: {
      title: 'Nicht verfügbar',
      detail: 'Weder dieser Browser noch diese Seite unterstützt Web Monetization.',
    },
    'no-provider': {
      title: 'Kein Anbieter',
      detail: 'Diese Seite hat keinen Anbieter, daher werden keine Zahlungen gesendet.',
    },
    'native-agent': {
      title: 'Anderer Agent aktiv',
      detail: 'Der Browser oder eine Erweiterung bezahlt diese Seite.',
    },
    'native-agent-waiting': {
      title: 'Erweiterung gefunden',
      detail: 'Sie hat diese Seite noch nicht bezahlt.',
    },
    connecting: { title: 'Verbindet …', detail: 'Der Anbieter wird kontaktiert.' },
    'not-connected': { title: 'Nicht verbunden', detail: 'Für diese Website ist keine Wallet verbunden.' },
    ready: { title: 'Bereit', detail: 'Verbunden. Auf dieser Seite gibt es nichts zu bezahlen.' },
    streaming: { title: 'Zahlungen laufen', detail: 'Kleine Zahlungen werden an diese Seite gesendet.' },
    paused: { title: 'Pausiert', detail: 'Sie haben die Zahlungen an diese Seite pausiert.' },
    hidden: {
      title: 'Angehalten',
      detail: 'Zahlungen werden fortgesetzt, sobald die Seite sichtbar ist.',
    },
    'out-of-funds': { title: 'Budget verbraucht', detail: 'Das Budget für diese Website ist aufgebraucht.' },
    error: { title: 'Gestört', detail: 'Etwas ist schiefgegangen.' },
  },
  linkStates: {
    loading: 'Wallet wird kontaktiert',
    waiting: 'wartet',
    active: 'wird bezahlt',
    error: 'kann nicht bezahlt werden',
  },
  errors: {
    'provider-unreachable': ['Der Anbieter hat nicht geantwortet.', 'Es wird automatisch erneut versucht.'],
    'provider-busy': ['Der Anbieter ist überlastet.', 'Es wird automatisch erneut versucht.'],
    'provider-failed': ['Beim Anbieter ist ein Fehler aufgetreten.', 'Es wird automatisch erneut versucht.'],
    'rate-limited': ['Zu viele Anfragen.', 'Es wird automatisch erneut versucht.'],
    'wallet-address-not-found': [
      'Die Wallet kennt diese Adresse nicht.',
      'Die Website muss sie korrigieren.',
    ],
    'wallet-unreachable': ['Die Wallet hat nicht geantwortet.', 'Es wird automatisch erneut versucht.'],
    'receiver-refused': [
      'Die Wallet des Empfängers hat die Zahlung abgelehnt.',
      'Die Website muss das mit ihrer Wallet klären.',
    ],
    'receiver-invalid': [
      'Ihre Wallet kann diesen Empfänger nicht bezahlen.',
      'Verbinden Sie eine andere Wallet.',
    ],
    'min-amount-too-large': [
      'Bei Ihrem Satz dauert es mehr als einen Tag, bis der Mindestbetrag für diesen Empfänger erreicht ist.',
      'Erhöhen Sie den Satz beim Anbieter.',
    ],
    'budget-spent': [
      'Das Budget für diese Website oder das Guthaben der Wallet ist aufgebraucht.',
      'Warten Sie auf die Erneuerung, erhöhen Sie das Budget beim Anbieter oder laden Sie die Wallet auf.',
    ],
    'payer-unreachable': ['Ihre Wallet hat nicht geantwortet.', 'Es wird automatisch erneut versucht.'],
    'insufficient-grant': [
      'Ihre Zustimmung reicht für diese Zahlung nicht.',
      'Verbinden Sie die Wallet erneut.',
    ],
    'wallet-refused': ['Ihre Wallet hat die Zahlung abgelehnt.', 'Prüfen Sie Ihre Wallet.'],
  },
};

export default GERMAN;
