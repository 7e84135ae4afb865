// npm run open-api: needed when @interledger/open-payments has changed.
import { writeFileSync } from 'node:fs';
import { OPERATIONS_FILE, operationsSource } from './operations-source.js';

writeFileSync(OPERATIONS_FILE, await operationsSource());
