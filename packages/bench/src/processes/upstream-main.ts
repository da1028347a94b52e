import process from 'node:process';

import { findVariant } from './find-variant.ts';
import { serve } from './serve.ts';

const [scenarioName, variantName] = process.argv.slice(2);

await serve(async () => {
  const { startUpstream } = findVariant(scenarioName, variantName);
  if (!startUpstream) throw new Error(`${scenarioName} has no upstream`);
  return startUpstream();
});
