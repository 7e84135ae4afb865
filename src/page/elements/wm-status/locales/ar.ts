import type { Messages } from '../core/messages.js';

const ARABIC: Messages = {
  lang: 'ar',
  dir: 'rtl',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: 'لا تتحرك أموال حقيقية',
  sent: 'أُرسل',
  nothingSent: 'لا شيء بعد',
  lastMinutes: 'آخر 5 دقائق',
  budget: 'الميزانية',
  spentOf: (spent, budget) => `${spent} من ${budget}`,
  ratePerHour: (rate) => `${rate} في الساعة`,
  renewedOn: (day) => `تتجدد في ${day}`,
  links: 'الروابط',
  persona: 'الدور',
  pause: 'إيقاف مؤقت',
  resume: 'استئناف',
  connect: 'ربط محفظة',
  disconnect: 'فصل المحفظة',
  payInstead: 'الدفع بدونها',
  becomePassive: 'العودة إلى الإضافة',
  checkingWallets: 'المحفظة مربوطة. جارٍ الاتصال بمحفظة هذه الصفحة.',
  waitingForMedia: 'تُستأنف الدفعات عند تشغيل الوسائط في هذه الصفحة.',
  unpayable: 'المحفظة مربوطة، لكن لا يمكن الدفع لهذه الصفحة.',
  paying: (receivers) =>
    receivers.length === 1 ? `يُدفع إلى \u2068${receivers[0]}\u2069` : 'يُدفع إلى عدة محافظ بالتناوب',
  nextPaymentAfter: (time) => `مدة البقاء في هذه الصفحة حتى الدفعة التالية: ${time}.`,
  besideNativeAgent: 'توجد إضافة نشطة أيضًا. قد تدفع لعناوين https حقيقية في هذه الصفحة.',
  nativeAgentNotPaying: (provider) =>
    provider
      ? `اضبط الإضافة، أو ادفع لهذا الموقع عبر \u2068${provider}\u2069 بدلًا منها.`
      : 'اضبط الإضافة لتدفع لهذه الصفحة.',
  nativeAgentReplaced: (provider) => `اخترت \u2068${provider}\u2069 بدلًا من الإضافة.`,
  states: {
    unsupported: {
      title: 'غير متاح',
      detail: 'لا يدعم هذا المتصفح ولا هذه الصفحة Web Monetization.',
    },
    'no-provider': { title: 'لا مزوّد', detail: 'ليس لهذه الصفحة مزوّد، لذلك لا تُرسل أي دفعات.' },
    'native-agent': { title: 'وكيل آخر يعمل', detail: 'يدفع المتصفح أو إحدى الإضافات لهذه الصفحة.' },
    'native-agent-waiting': { title: 'عُثر على إضافة', detail: 'لم تدفع لهذه الصفحة.' },
    connecting: { title: 'جارٍ الاتصال…', detail: 'جارٍ الاتصال بالمزوّد.' },
    'not-connected': { title: 'لا محفظة', detail: 'لا توجد محفظة مربوطة بهذا الموقع.' },
    ready: { title: 'جاهز', detail: 'المحفظة مربوطة، ولا شيء يُدفع في هذه الصفحة.' },
    streaming: { title: 'الدفع جارٍ', detail: 'تُرسل دفعات صغيرة إلى هذه الصفحة.' },
    paused: { title: 'متوقف مؤقتًا', detail: 'أوقفت الدفع لهذه الصفحة مؤقتًا.' },
    hidden: { title: 'في الانتظار', detail: 'تُستأنف الدفعات عندما تكون الصفحة مرئية.' },
    'out-of-funds': { title: 'نفدت الميزانية', detail: 'نفدت الميزانية المخصصة لهذا الموقع.' },
    error: { title: 'لا يعمل', detail: 'حدث خطأ ما.' },
  },
  linkStates: {
    loading: 'جارٍ الاتصال بمحفظته',
    waiting: 'في الانتظار',
    active: 'يُدفع له',
    error: 'لا يمكن الدفع له',
  },
  errors: {
    'provider-unreachable': ['لم يُجب المزوّد.', 'ستُعاد المحاولة تلقائيًا.'],
    'provider-busy': ['المزوّد مشغول.', 'ستُعاد المحاولة تلقائيًا.'],
    'provider-failed': ['حدث خطأ لدى المزوّد.', 'ستُعاد المحاولة تلقائيًا.'],
    'rate-limited': ['الطلبات كثيرة جدًا.', 'ستُعاد المحاولة تلقائيًا.'],
    'wallet-address-not-found': ['لا تعرف المحفظة هذا العنوان.', 'على الموقع تصحيحه.'],
    'wallet-unreachable': ['لم تُجب المحفظة.', 'ستُعاد المحاولة تلقائيًا.'],
    'receiver-refused': ['رفضت محفظة المستلم الدفعة.', 'على الموقع مراجعة محفظته.'],
    'receiver-invalid': ['لا تستطيع محفظتك الدفع لهذا المستلم.', 'اربط محفظة أخرى.'],
    'min-amount-too-large': [
      'بمعدلك، يستغرق بلوغ الحد الأدنى للدفع لهذا المستلم أكثر من يوم.',
      'ارفع المعدل لدى المزوّد.',
    ],
    'budget-spent': [
      'نفدت الميزانية المخصصة لهذا الموقع أو رصيد المحفظة.',
      'انتظر تجدد الميزانية أو ارفعها لدى المزوّد، أو اشحن المحفظة.',
    ],
    'payer-unreachable': ['لم تُجب محفظتك.', 'ستُعاد المحاولة تلقائيًا.'],
    'insufficient-grant': ['لا تشمل موافقتك هذه الدفعة.', 'اربط المحفظة من جديد.'],
    'wallet-refused': ['رفضت محفظتك الدفعة.', 'راجع محفظتك.'],
  },
};

export default ARABIC;
