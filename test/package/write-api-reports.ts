// npm run api: writes the public types of each entry of the package into test/package/api-reports.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { publicEntries, REPORTS, reportApi } from './api-report.js';

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS);
for (const [report, declarations] of publicEntries()) writeFileSync(report, reportApi(declarations));
