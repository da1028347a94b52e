import { expect, it } from 'vitest';

import { isSimplePattern } from './is-simple-pattern.ts';

it.each([
  '^a',
  '^[A-Z]{2}-\\d{4}$',
  '^\\d{3}$',
  '^\\+?[0-9]{1,15}$',
  '[a-z]+',
  '^(ab)+$',
  '^[^@\\s]+@[^@\\s]+\\.[a-z]{2,24}$',
  '^\\w+(-\\w+)*$',
  'é.',
])('sends %s', (pattern) => {
  expect(isSimplePattern(pattern)).toBe(true);
});

it.each([
  '',
  '^$',
  '^(a)\\1$',
  '^(?=a)a$',
  '^(?!a)b$',
  '(?<=a)b',
  '\\bword\\b',
  '^a|b$',
  '^(?:ab)+$',
  '^(?<year>\\d{4})$',
  '^a{1,1000}$',
  '^a{2,}$',
  '^(a{50}){50}$',
  '^a+?$',
  '^\\D$',
  '\\p{L}',
  '\\u0041',
  'a^b',
  'a$b',
  '[z-a]',
  '(a',
  'a)',
  '*a',
  '[[:alpha:]]',
])('does not send %j', (pattern) => {
  expect(isSimplePattern(pattern)).toBe(false);
});
