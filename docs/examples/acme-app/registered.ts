import 'understudy-provider-acme/register';
import { createUnderstudy } from '@understudy/core';

const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({
  providers: 'registered',
  settings: { acme: { apiKey, baseUrl } },
});

const messages = [{ role: 'user', content: 'What color is the sea?' }] as const;
console.log(await understudy.chat({ model: 'acme/first-model', messages }).text());

await understudy.close();
