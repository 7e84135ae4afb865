import 'wm-polyfill/wm-status/define';
import { WmStatus } from 'wm-polyfill/wm-status';

const element: WmStatus = document.createElement('wm-status');
element.source = document.monetization;
export const found: WmStatus | null = document.querySelector('wm-status');
export class Mine extends WmStatus {}

// @ts-expect-error not a source of states
element.source = 'document.monetization';
