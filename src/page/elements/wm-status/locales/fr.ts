import type { Messages } from '../core/messages.js';

const FRENCH: Messages = {
  lang: 'fr',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: 'aucun argent réel ne circule',
  sent: 'Envoyé',
  nothingSent: 'Rien encore',
  lastMinutes: '5 dernières minutes',
  budget: 'Budget',
  spentOf: (spent, budget) => `${spent} sur ${budget}`,
  ratePerHour: (rate) => `${rate} par heure`,
  renewedOn: (day) => `renouvelé le ${day}`,
  links: 'Liens',
  persona: 'Rôle',
  pause: 'Suspendre',
  resume: 'Reprendre',
  connect: 'Connecter',
  disconnect: 'Déconnecter',
  payInstead: 'Payer sans elle',
  becomePassive: 'Revenir à l’extension',
  checkingWallets: 'Connecté. Interrogation du portefeuille de cette page.',
  waitingForMedia: 'Les paiements reprennent quand un média de cette page est en lecture.',
  unpayable: 'Connecté, mais cette page ne peut pas être payée.',
  paying: (receivers) =>
    receivers.length === 1
      ? `Paiement à ${receivers[0]}`
      : `Paiement à tour de rôle à ${receivers.length} portefeuilles`,
  nextPaymentAfter: (time) => `Prochain paiement après ${time} sur cette page.`,
  besideNativeAgent:
    'Une extension est également active. Elle peut payer de vraies adresses https de cette page.',
  nativeAgentNotPaying: (provider) =>
    provider
      ? `Configurez-la, ou payez plutôt ce site via ${provider}.`
      : 'Configurez-la pour payer cette page.',
  nativeAgentReplaced: (provider) => `Vous avez choisi ${provider} à la place de l’extension.`,
  states: {
    unsupported: {
      title: 'Non disponible',
      detail: 'Ni ce navigateur ni cette page ne prend en charge Web Monetization.',
    },
    'no-provider': {
      title: 'Aucun fournisseur',
      detail: 'Cette page n’a pas de fournisseur : aucun paiement n’est envoyé.',
    },
    'native-agent': {
      title: 'Autre agent actif',
      detail: 'Le navigateur ou une extension paie cette page.',
    },
    'native-agent-waiting': { title: 'Extension détectée', detail: 'Elle n’a pas payé cette page.' },
    connecting: { title: 'Connexion…', detail: 'Interrogation du fournisseur.' },
    'not-connected': { title: 'Non connecté', detail: 'Aucun portefeuille n’est connecté pour ce site.' },
    ready: { title: 'Prêt', detail: 'Connecté. Il n’y a rien à payer sur cette page.' },
    streaming: { title: 'Paiements en cours', detail: 'De petits paiements sont envoyés à cette page.' },
    paused: { title: 'En pause', detail: 'Vous avez suspendu les paiements à cette page.' },
    hidden: {
      title: 'En attente',
      detail: 'Les paiements reprennent quand la page est visible.',
    },
    'out-of-funds': { title: 'Budget épuisé', detail: 'Le budget pour ce site est épuisé.' },
    error: { title: 'En panne', detail: 'Une erreur est survenue.' },
  },
  linkStates: {
    loading: 'portefeuille interrogé',
    waiting: 'en attente',
    active: 'reçoit des paiements',
    error: 'ne peut pas être payé',
  },
  errors: {
    'provider-unreachable': ['Le fournisseur n’a pas répondu.', 'Une nouvelle tentative suivra.'],
    'provider-busy': ['Le fournisseur est surchargé.', 'Une nouvelle tentative suivra.'],
    'provider-failed': ['Le fournisseur a rencontré une erreur.', 'Une nouvelle tentative suivra.'],
    'rate-limited': ['Trop de requêtes.', 'Une nouvelle tentative suivra.'],
    'wallet-address-not-found': [
      'Le portefeuille ne connaît pas cette adresse.',
      'Le site doit la corriger.',
    ],
    'wallet-unreachable': ['Le portefeuille n’a pas répondu.', 'Une nouvelle tentative suivra.'],
    'receiver-refused': [
      'Le portefeuille du destinataire a refusé le paiement.',
      'Le site doit voir cela avec son portefeuille.',
    ],
    'receiver-invalid': [
      'Votre portefeuille ne peut pas payer ce destinataire.',
      'Connectez un autre portefeuille.',
    ],
    'min-amount-too-large': [
      'À votre tarif, il faut plus d’un jour pour atteindre le paiement minimal à ce destinataire.',
      'Augmentez le tarif chez le fournisseur.',
    ],
    'budget-spent': [
      'Le budget pour ce site ou le solde du portefeuille est épuisé.',
      'Attendez le renouvellement, augmentez le budget chez le fournisseur ou approvisionnez le portefeuille.',
    ],
    'payer-unreachable': ['Votre portefeuille n’a pas répondu.', 'Une nouvelle tentative suivra.'],
    'insufficient-grant': [
      'Votre autorisation ne couvre pas ce paiement.',
      'Connectez de nouveau le portefeuille.',
    ],
    'wallet-refused': ['Votre portefeuille a refusé le paiement.', 'Consultez votre portefeuille.'],
  },
};

export default FRENCH;
