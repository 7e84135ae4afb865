import type { Messages } from '../core/messages.js';

const SPANISH: Messages = {
  lang: 'es',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: 'no se mueve dinero real',
  sent: 'Enviado',
  nothingSent: 'Nada todavía',
  lastMinutes: 'Últimos 5 minutos',
  budget: 'Presupuesto',
  spentOf: (spent, budget) => `${spent} de ${budget}`,
  ratePerHour: (rate) => `${rate} por hora`,
  renewedOn: (day) => `se renueva el ${day}`,
  links: 'Enlaces',
  persona: 'Papel',
  pause: 'Pausar',
  resume: 'Reanudar',
  connect: 'Conectar',
  disconnect: 'Desconectar',
  payInstead: 'Pagar sin ella',
  becomePassive: 'Volver a la extensión',
  checkingWallets: 'Conectado. Contactando con el monedero de esta página.',
  waitingForMedia: 'Los pagos se reanudan cuando se reproduce el contenido de esta página.',
  unpayable: 'Conectado, pero no se puede pagar a esta página.',
  paying: (receivers) =>
    receivers.length === 1
      ? `Pagando a ${receivers[0]}`
      : `Pagando por turnos a ${receivers.length} monederos`,
  nextPaymentAfter: (time) => `Próximo pago tras ${time} en esta página.`,
  besideNativeAgent: 'También hay una extensión activa. Puede pagar direcciones https reales de esta página.',
  nativeAgentNotPaying: (provider) =>
    provider
      ? `Configúrela o pague este sitio a través de ${provider}.`
      : 'Configúrela para pagar esta página.',
  nativeAgentReplaced: (provider) => `Ha elegido ${provider} en lugar de la extensión.`,
  states: {
    unsupported: {
      title: 'No disponible',
      detail: 'Ni este navegador ni esta página son compatibles con Web Monetization.',
    },
    'no-provider': {
      title: 'Sin proveedor',
      detail: 'Esta página no tiene proveedor, así que no se envían pagos.',
    },
    'native-agent': {
      title: 'Otro agente activo',
      detail: 'El navegador o una extensión paga a esta página.',
    },
    'native-agent-waiting': { title: 'Extensión encontrada', detail: 'No ha pagado esta página.' },
    connecting: { title: 'Conectando…', detail: 'Contactando con el proveedor.' },
    'not-connected': { title: 'Sin conexión', detail: 'No hay ningún monedero conectado para este sitio.' },
    ready: { title: 'Listo', detail: 'Conectado. En esta página no hay nada que pagar.' },
    streaming: { title: 'Enviando pagos', detail: 'Se envían pequeños pagos a esta página.' },
    paused: { title: 'En pausa', detail: 'Ha pausado los pagos a esta página.' },
    hidden: { title: 'En espera', detail: 'Los pagos se reanudan cuando la página esté visible.' },
    'out-of-funds': { title: 'Sin fondos', detail: 'El presupuesto para este sitio se ha agotado.' },
    error: { title: 'No funciona', detail: 'Algo ha salido mal.' },
  },
  linkStates: {
    loading: 'contactando con su monedero',
    waiting: 'en espera',
    active: 'recibe pagos',
    error: 'no se le puede pagar',
  },
  errors: {
    'provider-unreachable': ['El proveedor no ha respondido.', 'Se reintentará automáticamente.'],
    'provider-busy': ['El proveedor está saturado.', 'Se reintentará automáticamente.'],
    'provider-failed': ['El proveedor ha sufrido un error.', 'Se reintentará automáticamente.'],
    'rate-limited': ['Demasiadas solicitudes.', 'Se reintentará automáticamente.'],
    'wallet-address-not-found': ['El monedero no conoce esta dirección.', 'El sitio debe corregirla.'],
    'wallet-unreachable': ['El monedero no ha respondido.', 'Se reintentará automáticamente.'],
    'receiver-refused': [
      'El monedero del destinatario ha rechazado el pago.',
      'El sitio debe aclararlo con su monedero.',
    ],
    'receiver-invalid': ['Su monedero no puede pagar a este destinatario.', 'Conecte otro monedero.'],
    'min-amount-too-large': [
      'Con su tarifa, reunir el pago mínimo para este destinatario lleva más de un día.',
      'Aumente la tarifa en el proveedor.',
    ],
    'budget-spent': [
      'El presupuesto para este sitio o el saldo del monedero se ha agotado.',
      'Espere a la renovación, aumente el presupuesto en el proveedor o recargue el monedero.',
    ],
    'payer-unreachable': ['Su monedero no ha respondido.', 'Se reintentará automáticamente.'],
    'insufficient-grant': ['Su autorización no cubre este pago.', 'Conecte de nuevo el monedero.'],
    'wallet-refused': ['Su monedero ha rechazado el pago.', 'Consulte su monedero.'],
  },
};

export default SPANISH;
