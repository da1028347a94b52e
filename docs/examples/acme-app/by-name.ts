import { createUnderstudy } from '@understudy/core';
import { acme } from 'understudy-provider-acme';

const apiKey = process.env['ACME_API_KEY'];
const baseUrl = process.env['ACME_URL'];
const understudy = createUnderstudy({ providers: [acme({ apiKey, baseUrl })] });

const messages = [{ role: 'user', content: 'What happens at eight?' }] as const;
const chat = understudy.chat({ model: 'acme/anvil-2', messages });
for await (const text of chat.textStream) process.stdout.write(text);

await understudy.close();
