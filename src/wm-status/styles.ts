import { base } from './styles/base.js';
import { strips } from './styles/strips.js';
import { theme } from './styles/theme.js';
import { touch } from './styles/touch.js';
import { sandboxMark } from './sandbox-mark.js';

export const styles = [base, strips, theme, touch, sandboxMark];
