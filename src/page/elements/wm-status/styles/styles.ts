import type { CSSResult } from 'lit';
import { base } from './base.js';
import { compactVariants } from './compact-variants.js';
import { statusTheme } from './theme.js';
import { touch } from './touch.js';
import { sandboxLabelStyle } from './sandbox-label.js';

export const styles: CSSResult[] = [base, compactVariants, statusTheme, touch, sandboxLabelStyle];
