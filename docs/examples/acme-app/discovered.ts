import { createUnderstudy } from '@understudy/core';
import { discoverProviders } from '@understudy/core/discovery';

const { providers, problems } = await discoverProviders(import.meta.dirname);
for (const { error } of problems) console.error(error.message);
await providers.find(({ id }) => id === 'acme')?.load(); // runs the code of the Acme package

const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({
  providers: 'registered',
  settings: { acme: { apiKey, baseUrl } },
});

const messages = [{ role: 'user', content: 'What color is the sea?' }] as const;
console.log(await understudy.chat({ model: 'acme/first-model', messages }).text());

await understudy.close();
