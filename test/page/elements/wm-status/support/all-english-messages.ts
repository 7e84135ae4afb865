import { ENGLISH_MESSAGES } from '../../../../../src/page/elements/wm-status/locales/en.js';
import type { Messages } from '../../../../../src/page/elements/wm-status/core/messages.js';
import { ENGLISH_PANEL_MESSAGES } from '../../../../../src/page/elements/wm-status/panel/english-messages.js';

export const ALL_ENGLISH_MESSAGES: Messages = { ...ENGLISH_MESSAGES, ...ENGLISH_PANEL_MESSAGES };
