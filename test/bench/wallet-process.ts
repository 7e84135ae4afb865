import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWallet } from '../../src/start/start-wallet.js';
import { freePorts } from '../support/free-ports.js';
import { offer } from './processes.js';

const { visitor: port } = await freePorts();
const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-bench-'));
const { origin } = await startWallet({ port, tls: false, dataDirectory });
offer({ origin });
