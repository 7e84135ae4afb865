import type { Messages } from '../core/messages.js';

const JAPANESE: Messages = {
  lang: 'ja',
  dir: 'ltr',
  name: 'Web Monetization',
  sandbox: 'SANDBOX',
  sandboxDescription: '実際のお金は動きません',
  sent: '送金済み',
  nothingSent: 'まだありません',
  lastMinutes: '直近の5分間',
  budget: '予算',
  spentOf: (spent, budget) => `${budget}のうち${spent}`,
  ratePerHour: (rate) => `1時間に${rate}`,
  renewedOn: (day) => `${day}に更新`,
  links: 'リンク',
  persona: '役柄',
  pause: '一時停止',
  resume: '再開',
  connect: '接続',
  disconnect: '接続を解除',
  payInstead: '拡張機能なしで支払う',
  becomePassive: '拡張機能に戻す',
  checkingWallets: '接続済み。このページのウォレットに問い合わせています。',
  waitingForMedia: 'このページのメディアが再生されると支払いが再開されます。',
  unpayable: '接続済みですが、このページには支払えません。',
  paying: (receivers) =>
    receivers.length === 1
      ? `${receivers[0]} に支払い中`
      : `${receivers.length}件のウォレットに順番に支払い中`,
  nextPaymentAfter: (time) => `このページをあと${time}見ると、次の支払いが行われます。`,
  besideNativeAgent: '拡張機能も有効です。このページの本物の https アドレスに支払うことがあります。',
  nativeAgentNotPaying: (provider) =>
    provider
      ? `拡張機能を設定するか、代わりに ${provider} でこのサイトに支払ってください。`
      : 'このページに支払うには、拡張機能を設定してください。',
  nativeAgentReplaced: (provider) => `拡張機能の代わりに ${provider} を選びました。`,
  states: {
    unsupported: {
      title: '利用できません',
      detail: 'このブラウザーもこのページも Web Monetization に対応していません。',
    },
    'no-provider': {
      title: 'プロバイダーなし',
      detail: 'このページにはプロバイダーの指定がないため、何も送金されません。',
    },
    'native-agent': {
      title: '別のエージェントが動作中',
      detail: 'ブラウザーまたは拡張機能がこのページに支払います。',
    },
    'native-agent-waiting': {
      title: '拡張機能を検出しました',
      detail: 'このページにはまだ支払っていません。',
    },
    connecting: { title: '接続中…', detail: 'プロバイダーに問い合わせています。' },
    'not-connected': { title: '未接続', detail: 'このサイトに接続されたウォレットはありません。' },
    ready: { title: '準備完了', detail: '接続済み。このページに支払うものはありません。' },
    streaming: { title: '支払い中', detail: '少額の支払いがこのページに送られています。' },
    paused: { title: '一時停止中', detail: 'このページへの支払いを一時停止しました。' },
    hidden: { title: '待機中', detail: 'このページが表示されると支払いが再開されます。' },
    'out-of-funds': { title: '予算切れ', detail: 'このサイトの予算を使い切りました。' },
    error: { title: '動作していません', detail: '問題が発生しました。' },
  },
  linkStates: {
    loading: 'ウォレットに問い合わせ中',
    waiting: '待機中',
    active: '支払い中',
    error: '支払えません',
  },
  errors: {
    'provider-unreachable': ['プロバイダーから応答がありません。', '自動的に再試行します。'],
    'provider-busy': ['プロバイダーが混み合っています。', '自動的に再試行します。'],
    'provider-failed': ['プロバイダーで問題が発生しました。', '自動的に再試行します。'],
    'rate-limited': ['リクエストが多すぎます。', '自動的に再試行します。'],
    'wallet-address-not-found': [
      'ウォレットにこのアドレスはありません。',
      'サイト側でアドレスの修正が必要です。',
    ],
    'wallet-unreachable': ['ウォレットから応答がありません。', '自動的に再試行します。'],
    'receiver-refused': [
      '受取人のウォレットが支払いを拒否しました。',
      'サイト側でウォレットの確認が必要です。',
    ],
    'receiver-invalid': [
      'あなたのウォレットからこの受取人には支払えません。',
      '別のウォレットを接続してください。',
    ],
    'min-amount-too-large': [
      'この受取人に支払える最小額は、あなたのレートでは1日では貯まりません。',
      'プロバイダーでレートを上げてください。',
    ],
    'budget-spent': [
      'このサイトの予算を使い切ったか、ウォレットの残高がありません。',
      '更新を待つか、プロバイダーで予算を増やすか、ウォレットに入金してください。',
    ],
    'payer-unreachable': ['あなたのウォレットから応答がありません。', '自動的に再試行します。'],
    'insufficient-grant': [
      'あなたの同意はこの支払いを含んでいません。',
      'ウォレットをもう一度接続してください。',
    ],
    'wallet-refused': ['あなたのウォレットが支払いを拒否しました。', 'ウォレットを確認してください。'],
  },
};

export default JAPANESE;
