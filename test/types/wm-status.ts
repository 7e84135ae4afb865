import 'wm-polyfill/wm-status/define';
import { WmStatus, type Variant, type Messages } from 'wm-polyfill/wm-status';

const element: WmStatus = document.createElement('wm-status');
element.source = document.monetization;
const variant: Variant = 'badge';
element.variant = variant;
export const translated = (messages: Messages): void => void (element.messages = { ...messages, lang: 'nl' });
element.addEventListener('wm-connect', (event) => event.preventDefault());
export const found: WmStatus | null = document.querySelector('wm-status');
export class Mine extends WmStatus {}

// @ts-expect-error not a source of states
element.source = 'document.monetization';
// @ts-expect-error not a variant
element.variant = 'giant';
