// node packages/provider-openai/test/vendor-cases/play.ts [name…] plays cases against the built packages.
import { playCase } from './play-case.ts';
import { readVendorCases } from './vendor-case.ts';

const names = process.argv.slice(2);
const cases = readVendorCases().filter(({ name }) => names.length === 0 || names.includes(name));
let failed = 0;
for (const vendorCase of cases) {
  const differences = await playCase(vendorCase);
  failed += differences.length === 0 ? 0 : 1;
  console.log(`${differences.length === 0 ? 'passed' : 'failed'}  ${vendorCase.name}`);
  for (const difference of differences) console.log(`        ${difference}`);
}
console.log(`${cases.length - failed} of ${cases.length} cases passed`);
process.exitCode = failed === 0 ? 0 : 1;
