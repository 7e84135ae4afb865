import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWallet } from '../../../src/tools/start/start-wallet.js';
import { freePorts } from '../../support/free-ports.js';
import { serveQueries } from './bench-process.js';

const { visitor: port } = await freePorts();
const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-bench-'));
const { origin } = await startWallet({ port, tls: false, dataDirectory });
serveQueries({ origin });
