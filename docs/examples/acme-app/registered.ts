import 'understudy-provider-acme/register';
import { createUnderstudy } from '@understudy/core';

const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({
  providers: 'registered',
  settings: { acme: { apiKey, baseUrl } },
});

const messages = [{ role: 'user', content: 'What happens at eight?' }] as const;
console.log(await understudy.chat({ model: 'acme/anvil-2', messages }).text());

await understudy.close();
