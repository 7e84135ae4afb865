import { format, resolveConfig } from 'prettier';
import { readOfficialOperations } from './official-operations.js';

export const OPERATIONS_FILE = 'src/server/open-api/operations.ts';

/** The source of {@link OPERATIONS_FILE}. */
export async function operationsSource(): Promise<string> {
  const entries = Object.entries(await readOfficialOperations()).map(
    ([name, operation]) => `${JSON.stringify(name)}: ${JSON.stringify(JSON.stringify(operation))},`,
  );
  const source = `
    // npm run open-api writes this file out of the documents of @interledger/open-payments.
    /**
     * The operations of the official OpenAPI documents as JSON. To read the documents takes 0.1 s of CPU time
     * in each process, and their validators need a second to compile.
     */
    export const OPERATIONS: Readonly<Record<string, string>> = {${entries.join('\n')}};`;
  return format(source, { ...(await resolveConfig(OPERATIONS_FILE)), parser: 'typescript' });
}
