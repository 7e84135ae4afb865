import type { Words } from '../words.js';

const GERMAN: Words = {
  lang: 'de',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxMeans: 'es fließt kein echtes Geld',
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
  standAside: 'Zurück zur Erweiterung',
  asking: 'Verbunden. Die Wallet dieser Seite wird gefragt.',
  waiting: 'Die Zahlungen gehen weiter, sobald die Medien dieser Seite abgespielt werden.',
  unpayable: 'Verbunden, aber diese Seite kann nicht bezahlt werden.',
  paying: (receivers) =>
    receivers.length === 1 ? `Zahlt an ${receivers[0]}` : `Zahlt abwechselnd an ${receivers.length} Wallets`,
  paidAfter: (time) => `Die nächste Zahlung kommt nach ${time} auf dieser Seite.`,
  besideOther: 'Auch eine Erweiterung ist da. Sie kann echte https-Adressen dieser Seite bezahlen.',
  otherOverdue: (provider) =>
    provider
      ? `Richten Sie sie ein, oder bezahlen Sie diese Website stattdessen über ${provider}.`
      : 'Richten Sie sie ein, um diese Seite zu bezahlen.',
  otherReplaced: (provider) => `Sie haben ${provider} statt der Erweiterung gewählt.`,
  states: {
    unsupported: {
      title: 'Nicht verfügbar',
      detail: 'Weder dieser Browser noch diese Seite unterstützt Web Monetization.',
    },
    'no-provider': {
      title: 'Kein Anbieter',
      detail: 'Diese Seite nennt keinen Anbieter, also wird nichts gesendet.',
    },
    'other-agent': {
      title: 'Anderer Agent aktiv',
      detail: 'Der Browser oder eine Erweiterung bezahlt diese Seite.',
    },
    'other-agent-waiting': {
      title: 'Eine Erweiterung ist da',
      detail: 'Sie hat diese Seite noch nicht bezahlt.',
    },
    connecting: { title: 'Verbindet …', detail: 'Der Anbieter wird gefragt.' },
    'not-connected': { title: 'Nicht verbunden', detail: 'Für diese Website ist keine Wallet verbunden.' },
    ready: { title: 'Bereit', detail: 'Verbunden. Auf dieser Seite ist nichts zu bezahlen.' },
    streaming: { title: 'Zahlungen laufen', detail: 'Kleine Beträge gehen an diese Seite.' },
    paused: { title: 'Pausiert', detail: 'Sie haben die Zahlungen an diese Seite pausiert.' },
    hidden: {
      title: 'Angehalten',
      detail: 'Die Zahlungen gehen weiter, sobald diese Seite wieder zu sehen ist.',
    },
    'out-of-funds': { title: 'Budget verbraucht', detail: 'Das Budget für diese Website ist aufgebraucht.' },
    error: { title: 'Gestört', detail: 'Etwas ist schiefgegangen.' },
  },
  linkStates: {
    loading: 'Wallet wird gefragt',
    waiting: 'wartet',
    active: 'wird bezahlt',
    error: 'kann nicht bezahlt werden',
  },
  errors: {
    'provider-unreachable': ['Der Anbieter hat nicht geantwortet.', 'Es wird von selbst erneut versucht.'],
    'provider-busy': ['Der Anbieter ist überlastet.', 'Es wird von selbst erneut versucht.'],
    'provider-failed': ['Beim Anbieter ist ein Fehler aufgetreten.', 'Es wird von selbst erneut versucht.'],
    'rate-limited': ['Zu viele Anfragen.', 'Es wird von selbst erneut versucht.'],
    'wallet-address-not-found': [
      'Die Wallet kennt diese Adresse nicht.',
      'Die Website muss sie berichtigen.',
    ],
    'wallet-unreachable': ['Die Wallet hat nicht geantwortet.', 'Es wird von selbst erneut versucht.'],
    'receiver-refused': [
      'Die Wallet des Empfängers hat die Zahlung abgelehnt.',
      'Die Website muss das mit ihrer Wallet klären.',
    ],
    'receiver-invalid': [
      'Ihre Wallet kann diesen Empfänger nicht bezahlen.',
      'Verbinden Sie eine andere Wallet.',
    ],
    'least-amount-too-large': [
      'Was dieser Empfänger mindestens bekommen kann, kommt bei Ihrem Satz in einem Tag nicht zusammen.',
      'Erhöhen Sie den Satz beim Anbieter.',
    ],
    'budget-spent': [
      'Das Budget für diese Website oder das Guthaben der Wallet ist aufgebraucht.',
      'Warten Sie auf die Erneuerung, erhöhen Sie das Budget beim Anbieter oder laden Sie die Wallet auf.',
    ],
    'payer-unreachable': ['Ihre Wallet hat nicht geantwortet.', 'Es wird von selbst erneut versucht.'],
    'insufficient-grant': [
      'Ihre Zustimmung reicht für diese Zahlung nicht.',
      'Verbinden Sie die Wallet erneut.',
    ],
    'wallet-refused': ['Ihre Wallet hat die Zahlung abgelehnt.', 'Sehen Sie in Ihrer Wallet nach.'],
  },
};

export default GERMAN;
